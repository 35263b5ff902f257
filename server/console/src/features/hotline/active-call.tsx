import type { CallerCard } from '@shouwen/shared/contract/hotline';
import type { StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import { useState } from 'react';
import { useKeys } from '../../keyboard/keyboard';
import { ErrorState, ListSkeleton } from '../../ui/state';
import styles from './active-call.module.css';
import { CallBar } from './call-bar';
import { CallForm, type CallMode } from './call-form';
import { CallerFacts } from './caller-facts';
import { Filed } from './filed';
import { useCallerCard, useRecentCalls } from './hotline.calls';

export function ActiveCall({ callId }: { callId: number }) {
  const card = useCallerCard(callId);
  if (card.isPending) return <ListSkeleton rows={7} height={80} />;
  if (!card.data) return <ErrorState error={card.error} onRetry={() => void card.refetch()} />;
  return <Call card={card.data} />;
}

function Call({ card }: { card: CallerCard }) {
  const record = useRecentCalls().data?.items.find((c) => c.callId === card.callId);
  const [mode, setMode] = useState<CallMode>('ticket');
  const [noteOn, setNoteOn] = useState<string | null>(card.openTickets[0]?.number ?? null);
  const [accountId, setAccountId] = useState<number | null>(card.accounts.length === 1 ? card.accounts[0]!.id : null);
  const [filed, setFiled] = useState<{ ticket: StaffTicketDetail; mode: CallMode } | null>(null);
  const ended = record?.endedAt ?? null;

  const begin = (next: CallMode) => {
    setFiled(null);
    setMode(next);
  };
  const noteTo = (number: string) => {
    setNoteOn(number);
    begin('note');
  };
  useKeys('通话', [
    ...card.accounts.slice(0, 9).map((account, index) => ({ keys: `alt+${index + 1}`, label: `选户号 ${account.accountNumber}`, run: () => setAccountId(account.id) })),
    { keys: 'f7', label: '登记工单', run: () => begin('ticket') },
    { keys: 'f8', label: '当场解决', run: () => begin('solved') },
    card.openTickets.length > 0 && { keys: 'f4', label: '记到已有工单', run: () => begin('note') },
  ]);
  return (
    <div className={styles.call}>
      <CallBar card={card} endedAt={ended} summary={filed?.ticket.title ?? ''} />
      <div className={styles.body}>
        <CallerFacts card={card} accountId={accountId} onAccount={setAccountId} onNote={noteTo} />
        <section className={styles.work}>
          {filed
            ? <Filed ticket={filed.ticket} mode={filed.mode} onNext={() => begin('ticket')} />
            : <CallForm card={card} mode={mode} onMode={begin} accountId={accountId} onAccount={setAccountId} noteOn={noteOn} onNoteOn={setNoteOn} onFiled={(ticket) => setFiled({ ticket, mode })} />}
        </section>
      </div>
    </div>
  );
}
