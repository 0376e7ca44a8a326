import type { Command, EventName } from './contract.ts';

/**
 * The names of the contract without its parsers, as a small allow-list for preload. A name that is missing
 * here, or that the contract does not have, does not compile.
 */
const commandNames: Readonly<Record<Command, true>> = {
  'jobs.list': true,
  'jobs.get': true,
  'jobs.create': true,
  'jobs.save': true,
  'jobs.duplicate': true,
  'jobs.delete': true,
  'jobs.restore': true,
  'jobs.reveal': true,
  'jobs.import': true,
  'jobs.export': true,
  'list.read': true,
  'list.write': true,
  'list.open': true,
  'list.drop': true,
  'list.glance': true,
  'list.analyze': true,
  'sitemaps.read': true,
  'sitemaps.take': true,
  'sitemaps.leave': true,
  'paste.take': true,
  'paste.read': true,
  'paste.end': true,
  'run.start': true,
  'run.read-again': true,
  'run.resume': true,
  'run.pause': true,
  'run.unpause': true,
  'run.stop': true,
  'run.set-options': true,
  'run.overrule': true,
  'run.retry-failed': true,
  'run.snapshot': true,
  'run.history': true,
  'run.health': true,
  'run.fields': true,
  'run.delete': true,
  'runs.list': true,
  'runs.cut-off': true,
  'results.window': true,
  'results.detail': true,
  'results.page': true,
  'results.copy': true,
  'export.save': true,
  'export.cancel': true,
  'export.reveal': true,
  'preview.fetch': true,
  'preview.extract': true,
  'preview.path': true,
  'preview.suggest': true,
  'pick.element': true,
  'pick.list': true,
  'pick.try': true,
  'pick.marks': true,
  'pick.members': true,
  'page-view.open': true,
  'page-view.place': true,
  'page-view.picture': true,
  'page-view.mode': true,
  'page-view.mark': true,
  'page-view.reveal': true,
  'page-view.focus': true,
  'page-view.close': true,
  'lab.start': true,
  'lab.stop': true,
  'lab.report': true,
  'lab.save-table': true,
  'lab.save-picture': true,
  'login.open': true,
  'secrets.summary': true,
  'secrets.set-cookies': true,
  'secrets.clear-cookies': true,
  'secrets.set-proxy-logins': true,
  'secrets.clear-proxy-login': true,
  'settings.get': true,
  'settings.set': true,
  'app.info': true,
  'app.open-external': true,
};

const eventNames: Readonly<Record<EventName, true>> = {
  engine: true,
  'engine-status': true,
  'jobs-changed': true,
  'open-job': true,
  menu: true,
  'page-view': true,
};

/** `name` comes from the page: an array with a single name in it would also work as a key of an object. */
export function isCommand(name: unknown): name is Command {
  return typeof name === 'string' && Object.hasOwn(commandNames, name);
}

export function isEventName(name: unknown): name is EventName {
  return typeof name === 'string' && Object.hasOwn(eventNames, name);
}
