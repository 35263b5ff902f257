/** The invoice sandbox as a process of its own: INVOICE_SANDBOX_PORT (0 = any), INVOICE_SANDBOX_DATA, INVOICE_SANDBOX_DELAY (ms until an invoice is issued). */
import { startInvoiceSandbox } from './sandbox.mjs';

const { INVOICE_SANDBOX_PORT = '0', INVOICE_SANDBOX_DATA, INVOICE_SANDBOX_DELAY = '1500' } = process.env;
if (!INVOICE_SANDBOX_DATA) {
  process.stderr.write('INVOICE_SANDBOX_DATA must name the folder for the sandbox’s keys and invoices\n');
  process.exit(1);
}
const sandbox = await startInvoiceSandbox({ dataFolder: INVOICE_SANDBOX_DATA, port: Number(INVOICE_SANDBOX_PORT), issueAfterMs: Number(INVOICE_SANDBOX_DELAY), log: (line) => process.stdout.write(`${line}\n`) });
process.stdout.write(`invoice-sandbox listening on ${sandbox.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
