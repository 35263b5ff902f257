import Taro from '@tarojs/taro';

/** WeChat shows at most three templates for one tap. */
const MOST = 3;

export async function askConsent(templateIds: string[]): Promise<string[]> {
  const asked = templateIds.slice(0, MOST);
  if (asked.length === 0) return [];
  try {
    // `entityIds` belongs to another mini-program platform and is required only by the type.
    const answer: Record<string, unknown> = { ...(await Taro.requestSubscribeMessage({ tmplIds: asked, entityIds: [] })) };
    return asked.filter((id) => answer[id] === 'accept');
  } catch {
    // Switched off by the resident, or not available: the matter itself goes on.
    return [];
  }
}
