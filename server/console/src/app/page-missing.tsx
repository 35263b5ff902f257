import { Button } from 'antd';
import { Link } from 'react-router';
import { EmptyState } from '../ui/state';

export function PageMissing() {
  return <EmptyState title="没有这个页面"><Link to="/">回到工作台</Link></EmptyState>;
}

/** A page that could not be drawn or fetched, e.g. after the server was updated while the desk was open. */
export function PageBroken() {
  return (
    <EmptyState title="页面没有打开">
      系统可能刚更新过，请重新载入。<br />
      <Button type="primary" style={{ marginTop: 12 }} onClick={() => window.location.reload()}>重新载入</Button>
    </EmptyState>
  );
}
