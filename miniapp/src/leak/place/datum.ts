import type { Place } from '@/platform/location';

const SEMI_MAJOR = 6378245;
const ECCENTRICITY = 0.006693421622965943;
const RADIAN = Math.PI / 180;

/** A browser's position (WGS-84) → the datum of Chinese maps (GCJ-02), to within a few metres inside China. */
export function gcj02Of({ latitude, longitude }: Place): Place {
  const x = longitude - 105;
  const y = latitude - 35;
  const waves = (20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * 2 / 3;
  const north =
    -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + waves +
    ((20 * Math.sin(y * Math.PI) + 40 * Math.sin((y / 3) * Math.PI)) * 2) / 3 +
    ((160 * Math.sin((y / 12) * Math.PI) + 320 * Math.sin((y * Math.PI) / 30)) * 2) / 3;
  const east =
    300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + waves +
    ((20 * Math.sin(x * Math.PI) + 40 * Math.sin((x / 3) * Math.PI)) * 2) / 3 +
    ((150 * Math.sin((x / 12) * Math.PI) + 300 * Math.sin((x / 30) * Math.PI)) * 2) / 3;
  const curvature = 1 - ECCENTRICITY * Math.sin(latitude * RADIAN) ** 2;
  return {
    latitude: latitude + north / (((SEMI_MAJOR * (1 - ECCENTRICITY)) / curvature ** 1.5) * RADIAN),
    longitude: longitude + east / ((SEMI_MAJOR / Math.sqrt(curvature)) * Math.cos(latitude * RADIAN) * RADIAN),
  };
}
