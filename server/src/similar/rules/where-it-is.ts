/** Where a matter lies, as far as its words and its pin on the map tell. */
export interface Where {
  /** 善国路, 学院路: as written, without the town before it. */
  readonly roads: readonly string[];
  /** 学院路3: road and house number. */
  readonly houses: readonly string[];
  /** The whole address, folded, for "the very same". */
  readonly address: string;
  /** GCJ-02, degrees. */
  readonly place: Place | null;
}
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

const TOWN = /\p{Script=Han}{2,}?(?:自治区|特别行政区|省|市|县|区|镇|乡|街道)(?!\d)/uy;
const ROAD = /(\p{Script=Han}{1,8}?(?:大道|大街|公路|小区|花园|家园|社区|路|街|巷|村|苑))(?:[东南西北中][一二三四五六七八九十]?段)?(\d+)?/gu;
/** Between two places: 善国路与学院路交叉口. */
const BETWEEN = /[与和跟及到至、，,。；;（）()\s]|(?:十字|丁字|三岔)路口|交叉口|交汇处|附近|对面|旁边/u;

/** Reads streets and house numbers out of an address and its landmark. */
export function whereItIs(address: string, landmark: string, place: Place | null): Where {
  const roads = new Set<string>();
  const houses = new Set<string>();
  for (const part of `${plain(address)} ${plain(landmark)}`.split(BETWEEN)) {
    for (const [, road = '', house] of withoutTown(part).matchAll(ROAD)) {
      roads.add(road);
      if (house !== undefined) houses.add(road + house);
    }
  }
  return { roads: [...roads], houses: [...houses], address: plain(address).replace(/[\s\p{P}]/gu, ''), place };
}

const plain = (text: string) => text.normalize('NFKC').toLowerCase();

/** 滕州市龙泉街道善国路 → 善国路; what is left of 市中路 or 新村 stays whole. */
function withoutTown(text: string): string {
  let from = 0;
  for (;;) {
    TOWN.lastIndex = from;
    const found = TOWN.exec(text);
    const rest = found && text.slice(TOWN.lastIndex);
    if (!rest || !new RegExp(ROAD.source, 'u').test(rest)) return text.slice(from);
    from = TOWN.lastIndex;
  }
}

/** Metres between two places; exact enough within a town. */
export function metresBetween(a: Place, b: Place): number {
  const radians = Math.PI / 180;
  const east = (b.longitude - a.longitude) * radians * Math.cos(((a.latitude + b.latitude) / 2) * radians);
  const north = (b.latitude - a.latitude) * radians;
  return Math.hypot(east, north) * 6_371_000;
}

// Each side of a cell is 300 m or more anywhere in China, so that whatever is nearer lies in the same cell or the next.
const CELL_LATITUDE = 0.003;
const CELL_LONGITUDE = 0.005;

/** The cell of the grid a place lies in. */
export function cellOf({ latitude, longitude }: Place): string {
  return `${Math.floor(latitude / CELL_LATITUDE)} ${Math.floor(longitude / CELL_LONGITUDE)}`;
}

/** That cell and the eight around it. */
export function cellsAround({ latitude, longitude }: Place): string[] {
  const steps = [-1, 0, 1];
  const row = Math.floor(latitude / CELL_LATITUDE);
  const column = Math.floor(longitude / CELL_LONGITUDE);
  return steps.flatMap((north) => steps.map((east) => `${row + north} ${column + east}`));
}
