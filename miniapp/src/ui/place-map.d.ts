import type { FunctionComponent } from 'react';

/** A place on the map, to look at. GCJ-02. */
export declare const PlaceMap: FunctionComponent<{ latitude: number; longitude: number }>;
