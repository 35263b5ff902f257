/**
 * Reads PDFs as a reader would: `node pdf-text.mjs RESULT FILE…` writes the text of each page of each file to RESULT as JSON. A process of its own,
 * since pdf.js is an ES module with a worker; starting it is most of its cost.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

const [result, ...files] = process.argv.slice(2);
const texts = [];
for (const file of files) texts.push(await pagesOf(file));
writeFileSync(result, JSON.stringify(texts));

async function pagesOf(file) {
  const document = await getDocument({ data: new Uint8Array(readFileSync(file)), verbosity: 0, disableFontFace: true }).promise;
  const pages = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    const [, , width, height] = page.view;
    // Whatever lies outside of the paper is not printed.
    pages.push(items.filter(({ transform: [, , , , x, y] }) => x >= 0 && y >= 0 && x <= width && y <= height).map(({ str, hasEOL }) => str + (hasEOL ? '\n' : '')).join(''));
  }
  await document.destroy();
  return pages;
}
