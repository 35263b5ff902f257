import { useParams, useSearchParams } from 'react-router';
import { ActiveCall } from './active-call';
import { NoCall } from './no-call';

/** One desk for the hotline: waiting for a number, or a call with its caller's card beside the form (HL-4). */
export function HotlineDesk() {
  const { callId } = useParams();
  const [search] = useSearchParams();
  const id = Number(callId);
  if (Number.isInteger(id) && id > 0) return <ActiveCall key={id} callId={id} />;
  const ringing = search.get('phone');
  return <NoCall key={ringing ?? ''} ringing={ringing} />;
}
