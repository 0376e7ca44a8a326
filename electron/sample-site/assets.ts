/** The files of the site that are not pages. */

/** The smallest correct PDF: one page with one line, with a computed table of offsets. */
export function tideTablePdf(): Buffer {
  const text = 'BT /F1 24 Tf 60 760 Td (High water 04:12, low water 10:31) Tj ET';
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let body = '%PDF-1.4\n%âãÏÓ\n';
  const places: string[] = [];
  objects.forEach((object, index) => {
    places.push(`${String(body.length).padStart(10, '0')} 00000 n \n`);
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
  });
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(
    `${body}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}${trailer}`,
    'latin1',
  );
}

/** A picture of the sea with a sail, in the department's colours. */
export function picture(colours: readonly [string, string], variant: number): string {
  const [dark, light] = colours;
  const mast = 150 + variant * 25;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 360" role="img"><rect width="480" height="360" fill="${light}"/><circle cx="${60 * variant}" cy="80" r="34" fill="#fff" opacity=".7"/><path d="M${mast} 60v180h-90zM${mast + 8} 90l80 150h-80z" fill="${dark}"/><path d="M${mast - 110} 250h230l-34 44h-160z" fill="${dark}" opacity=".8"/><path d="M0 290q40-24 80 0t80 0 80 0 80 0 80 0 80 0v70H0z" fill="${dark}" opacity=".45"/></svg>`;
}
