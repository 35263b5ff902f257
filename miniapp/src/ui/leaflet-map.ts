/** Leaflet over the configured tiles, or over the sketch of the city's streets. Browsers only, loaded when a map is shown. */
import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import type { ClientConfiguration } from '@shouwen/shared/contract/identity';
import type { Place } from '@/platform/location';
import { drawSketch } from './city-sketch';

export interface DrawnMap {
  centre(): Place;
  moveTo(place: Place): void;
  mark(place: Place): void;
  onMove(listener: () => void): void;
  remove(): void;
}

/** The sketch has few streets: a wider view shows where one is. */
const zoomOf = ({ mapTiles }: ClientConfiguration): number => (mapTiles ? 16 : 15);
const pin = L.divIcon({
  className: '',
  iconSize: [36, 44],
  iconAnchor: [18, 43],
  html: '<svg width="36" height="44" viewBox="0 0 36 44"><path d="M18 43c10-12 16-19 16-26A16 16 0 0 0 2 17c0 7 6 14 16 26z" fill="#c5221f" stroke="#fff" stroke-width="2"/><circle cx="18" cy="17" r="6" fill="#fff"/></svg>',
});

export function drawMap(container: HTMLElement, configuration: ClientConfiguration, start: Place, { fixed = false } = {}): DrawnMap {
  const map = L.map(container, {
    center: [start.latitude, start.longitude],
    zoom: zoomOf(configuration),
    zoomControl: !fixed,
    attributionControl: false,
    ...(fixed ? { dragging: false, scrollWheelZoom: false, doubleClickZoom: false, touchZoom: false, keyboard: false } : {}),
  });
  if (configuration.mapTiles) L.tileLayer(configuration.mapTiles, { maxZoom: 19 }).addTo(map);
  else drawSketch(map, configuration.mapSketch as Parameters<typeof drawSketch>[1]);
  // Drawn while its page was hidden, it had no size.
  const watcher = new ResizeObserver(() => {
    const centre = fixed ? L.latLng(start.latitude, start.longitude) : map.getCenter();
    map.invalidateSize({ pan: false });
    map.setView(centre, map.getZoom(), { animate: false });
  });
  watcher.observe(container);
  let marker: L.Marker | null = null;
  return {
    centre() {
      const { lat, lng } = map.getCenter();
      return { latitude: lat, longitude: lng };
    },
    moveTo: (place) => void map.setView([place.latitude, place.longitude], zoomOf(configuration)),
    mark(place) {
      marker ??= L.marker([0, 0], { icon: pin, interactive: false, pane: 'popupPane' }).addTo(map);
      marker.setLatLng([place.latitude, place.longitude]);
    },
    onMove: (listener) => void map.on('moveend', listener),
    remove() {
      watcher.disconnect();
      map.remove();
    },
  };
}
