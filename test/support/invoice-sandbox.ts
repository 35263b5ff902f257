/** The invoice platform's stand-in inside the test's process, and the settings of a server that takes it for the platform. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invoiceCredentials } from '../../deploy/environment.mjs';
import { startInvoiceSandbox } from '../invoice-sandbox/sandbox.mjs';

export interface SandboxInvoice {
  requestNumber: string;
  kind: 'blue' | 'red';
  amountFen: number;
  number: string | null;
  originalNumber: string | null;
  requests: number;
  buyer: { kind: string; name: string; taxNumber: string | null };
  lines: { name: string; amountFen: number }[];
}
export interface TestInvoiceSandbox {
  url: string;
  /** Everything it was ever asked for. */
  invoices(): SandboxInvoice[];
  /** Null switches everything off. */
  fault(fault: { kind: 'down' | 'drop-before' | 'drop-after' | 'forge' | 'refuse' | 'late'; count?: number; match?: string } | null): void;
  /** Pass to `startServer` as overrides. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

export async function startTestInvoiceSandbox(): Promise<TestInvoiceSandbox> {
  const folder = mkdtempSync(join(tmpdir(), 'shouwen-invoice-sandbox-'));
  const sandbox = await startInvoiceSandbox({ dataFolder: folder });
  return {
    url: sandbox.url,
    invoices: sandbox.invoices as () => SandboxInvoice[],
    fault: sandbox.fault,
    environment: invoiceCredentials(sandbox.url, folder) as Record<string, string>,
    async close() {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
