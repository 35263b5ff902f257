/** A made-up city: a grid of streets by a river, four districts, villages around it. Degrees, GCJ-02. */
export const centre = { latitude: 35.08, longitude: 117.15 };

/** Streets from west to east, by their distance north of the centre. */
const eastWest = [['善国北路', 0.021], ['平行北路', 0.014], ['荆泉路', 0.007], ['海慧路', 0], ['学院路', -0.007], ['平行南路', -0.014], ['腾飞路', -0.021]] as const;
/** Roads from south to north, by their distance east of the centre. */
const northSouth = [['塔寺路', -0.027], ['龙泉路', -0.018], ['杏坛路', -0.009], ['新兴路', 0], ['善国路', 0.009], ['解放路', 0.018], ['奚仲路', 0.027]] as const;
const halfWidth = 0.033;
const halfHeight = 0.027;

export const streets: readonly [string, ...string[]] = ['海慧路', ...eastWest.map(([name]) => name).filter((name) => name !== '海慧路'), ...northSouth.map(([name]) => name)];
export const estates: readonly [string, ...string[]] = ['荆泉花园', '学府家园', '翠湖小区', '金桂苑', '书香门第', '和谐康城', '东苑小区', '龙泉嘉园'];
export const villages: readonly [string, ...string[]] = ['东沙河镇泉口村', '东沙河镇前梁村', '东沙河镇后洪村', '柳泉镇大坞村', '柳泉镇望庄村', '柳泉镇石庙村', '官桥镇北辛村', '官桥镇西康村'];

type Point = [longitude: number, latitude: number];
const at = (east: number, north: number): Point => [round(centre.longitude + east), round(centre.latitude + north)];
const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
const line = (name: string, kind: string, coordinates: Point[]) => ({ type: 'Feature', properties: { name, kind }, geometry: { type: 'LineString', coordinates } });
const box = (name: string, west: number, south: number, east: number, north: number) => ({
  type: 'Feature',
  properties: { name, kind: 'district' },
  geometry: { type: 'Polygon', coordinates: [[at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)]] },
});

/** GeoJSON for maps without tiles: districts below, then the river, then streets. */
export function mapSketch(): unknown {
  return {
    type: 'FeatureCollection',
    features: [
      box('荆河街道', -halfWidth, 0, 0, halfHeight),
      box('龙泉街道', 0, 0, halfWidth, halfHeight),
      box('善南街道', -halfWidth, -halfHeight, 0, 0),
      box('北辛街道', 0, -halfHeight, halfWidth, 0),
      box('东沙河镇', halfWidth, -halfHeight, halfWidth + 0.05, halfHeight),
      box('柳泉镇', -halfWidth - 0.05, -halfHeight, -halfWidth, halfHeight),
      box('官桥镇', -halfWidth, -halfHeight - 0.04, halfWidth, -halfHeight),
      line('荆河', 'river', [at(-0.085, 0.03), at(-0.05, 0.022), at(-0.022, 0.0175), at(0.004, 0.0105), at(0.02, 0.0035), at(0.04, -0.006), at(0.085, -0.012)]),
      ...eastWest.map(([name, north]) => line(name, 'street', [at(-halfWidth, north), at(halfWidth, north)])),
      ...northSouth.map(([name, east]) => line(name, 'street', [at(east, -halfHeight), at(east, halfHeight)])),
      line('104国道', 'street', [at(-0.083, -0.0265), at(-halfWidth, -0.0245), at(halfWidth, -0.0245), at(0.083, -0.0225)]),
      line('泉口路', 'street', [at(halfWidth, 0.007), at(0.05, 0.01), at(0.083, 0.009)]),
      line('大坞路', 'street', [at(-halfWidth, 0), at(-0.055, -0.004), at(-0.083, -0.002)]),
    ],
  };
}
