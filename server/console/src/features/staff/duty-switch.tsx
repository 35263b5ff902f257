import { Switch, Tooltip } from 'antd';
import { useEffect } from 'react';
import { messageOf } from '../../api/api-error';
import { useStaff } from '../../session/session';
import { showNotice } from '../../ui/notice';
import { useSetDuty } from './staff.calls';

/** On duty, online tickets of the hall may be given to this person (FI-1). */
export function DutySwitch() {
  const staff = useStaff();
  const duty = useSetDuty();
  useEffect(() => {
    if (duty.isError) showNotice({ id: 'duty', tone: 'fault', text: messageOf(duty.error) });
  }, [duty.isError, duty.error]);
  return (
    <Tooltip title={staff.onDuty ? '在岗：新的线上工单会按顺序指派给您' : '离岗：新的线上工单不会指派给您'}>
      <Switch
        aria-label="在岗" checkedChildren="在岗" unCheckedChildren="离岗"
        checked={staff.onDuty} loading={duty.isPending} onChange={(onDuty) => duty.mutate({ body: { onDuty } })}
      />
    </Tooltip>
  );
}
