import { describe, expect, it } from 'vitest';
import { firstCategories } from '../../database/migrations/first-editions/category.js';
import { meantBy } from './plain-words-name-the-service.js';

const active = firstCategories.filter((category) => category.active);
const ask = (words: string) => meantBy(words, active, { most: 3, favour: (category) => category.kind === 'application' });
const codes = (words: string) => ask(words).map((meant) => meant.named.code);

describe('plain words name the service (AP-1)', () => {
  it.each([
    ['新房子盖好了想接水', 'apply-connection'],
    ['我家新房要接水，怎么办手续', 'apply-connection'],
    ['两家合用一个水表，想分开单独装表', 'apply-split-meter'],
    ['水表在屋里不方便，想移到外面去', 'apply-move-meter'],
    ['想把水表挪个位置', 'apply-move-meter'],
    ['饭店用水量大了想换个大一点的表', 'apply-larger-meter'],
    ['盖房子管子挡住了，想把水管改个道', 'apply-move-pipe'],
    ['家里水管生锈了，想换新的', 'apply-replace-pipe'],
    ['房子不开店了，商业水价改成居民', 'apply-change-use'],
    ['混合用水的比例想调一下', 'apply-change-ratio'],
  ])('%s', (words, code) => {
    expect(codes(words)[0]).toBe(code);
  });

  it('names what is no application, too', () => {
    expect(codes('门口马路上一直冒水')[0]).toBe('road-leak');
    expect(codes('你们的人态度太不好了')[0]).toBe('complaint-rude');
    expect(codes('家里停电了')[0]).toBe('out-of-scope');
  });

  it('says nothing when it cannot know', () => {
    for (const words of ['你好', '在吗', '我要水', '！！！', '']) expect(codes(words)).toEqual([]);
  });

  it('tells which words spoke for it, and gives no more than asked', () => {
    expect(ask('水管生锈')[0]).toMatchObject({ likelihood: 1, because: expect.arrayContaining(['水管生锈']) });
    expect(ask('水表移到外面 换大表 分表 移管 换水管 按比例收费')).toHaveLength(3);
  });

  it('stays quick with a long story', () => {
    const began = performance.now();
    codes('我们家住在善国路的老院子里住了三十年了最近想把水表移到大门外面去因为抄表的人总是进不来'.repeat(5));
    expect(performance.now() - began).toBeLessThan(500);
  });
});
