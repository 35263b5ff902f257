/** GCJ-02 degrees. */
export interface Place {
  latitude: number;
  longitude: number;
}
export interface ChosenPlace extends Place {
  /** What the map calls it; empty when it has no name. */
  address: string;
}
/** `refused`: the resident has not allowed the mini-program to know the place; say how to allow it. */
export type PlaceChoice = { kind: 'chosen'; place: ChosenPlace } | { kind: 'cancelled' } | { kind: 'refused' };

export declare function choosePlace(start: Place | null): Promise<PlaceChoice>;
/** Shows a place in the phone's map, for finding the way; null where only our own map can show it. */
export declare const showPlace: ((place: Place & { name: string; address: string }) => Promise<void>) | null;
/** The settings page where a refused permission can be given after all; null in browsers. */
export declare const openPermissionSettings: (() => Promise<void>) | null;
