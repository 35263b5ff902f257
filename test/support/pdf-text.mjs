/** Reads a PDF as a reader would: `node pdf-text.mjs FILE RESULT` writes the text of each page to RESULT as JSON. A process of its own, since pdf.js is an ES module with a worker. */
import { readFileSync, writeFileSync } from 'node:fs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

const document = await getDocument({ data: new Uint8Array(readFileSync(process.argv[2])), verbosity: 0, disableFontFace: true }).promise;
const pages = [];
for (let number = 1; number <= document.numPages; number++) {
  const page = await document.getPage(number);
  const { items } = await page.getTextContent();
  const [, , width, height] = page.view;
  // Whatever lies outside of the paper is not printed.
  pages.push(items.filter(({ transform: [, , , , x, y] }) => x >= 0 && y >= 0 && x <= width && y <= height).map(({ str, hasEOL }) => str + (hasEOL ? '\n' : '')).join(''));
}
writeFileSync(process.argv[3], JSON.stringify(pages));
