import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import { useEffect, useRef } from 'react';
import { useClientConfiguration } from './directory';
import styles from './place-map.module.css';

/** A place on the city's map: tiles where configured, otherwise the sketch of streets. Coordinates are GCJ-02, as tiles and sketch are. */
export function PlaceMap({ place, still = false }: { place: { latitude: number; longitude: number }; still?: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const configuration = useClientConfiguration().data;
  const { latitude, longitude } = place;
  useEffect(() => {
    if (!box.current || !configuration) return;
    const map = L.map(box.current, {
      center: [latitude, longitude], zoom: still ? 15 : 16, zoomControl: !still, attributionControl: false,
      dragging: !still, scrollWheelZoom: !still, doubleClickZoom: !still, boxZoom: !still, keyboard: !still, touchZoom: !still,
    });
    if (configuration.mapTiles) L.tileLayer(configuration.mapTiles, { maxZoom: 18 }).addTo(map);
    else if (configuration.mapSketch) drawSketch(map, configuration.mapSketch);
    L.marker([latitude, longitude], { icon: L.divIcon({ className: styles.pin, iconSize: [22, 22], iconAnchor: [11, 22] }), interactive: false, keyboard: false }).addTo(map);
    return () => void map.remove();
  }, [configuration, latitude, longitude, still]);
  return <div ref={box} className={styles.map} />;
}

function drawSketch(map: L.Map, sketch: unknown): void {
  // The contract promises GeoJSON; the type is Leaflet's word for it.
  L.geoJSON(sketch as Parameters<typeof L.geoJSON>[0], {
    interactive: false,
    style: (feature) => (feature?.geometry.type.endsWith('LineString')
      ? { color: '#ffffff', weight: 7, opacity: 1, lineCap: 'round' }
      : { color: '#cbdccb', weight: 1, fillColor: '#dcead9', fillOpacity: 1 }),
    onEachFeature: (feature, layer) => {
      const name = (feature.properties as { name?: string } | null)?.name;
      if (name) layer.bindTooltip(name, { permanent: true, direction: 'center', className: styles.name });
    },
  }).addTo(map);
}
