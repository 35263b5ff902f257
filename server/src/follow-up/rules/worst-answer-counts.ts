export interface Scores {
  readonly manner: number;
  readonly quality: number;
  readonly time: number;
  readonly result: number;
}

/** FU-3: who was treated rudely is not satisfied, however quick it was. */
export function starsOfScores({ manner, quality, time, result }: Scores): number {
  return Math.min(manner, quality, time, result);
}

/** What stands on the ticket about a call. */
export function scoresInWords({ manner, quality, time, result }: Scores, comment: string): string {
  const words = `电话回访：态度 ${manner}、质量 ${quality}、时效 ${time}、结果 ${result}`;
  return comment === '' ? words : `${words}\n${comment}`;
}
