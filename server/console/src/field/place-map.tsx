import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import { useEffect, useRef } from 'react';
import { drawSketch } from './city-sketch';
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
      center: [latitude, longitude], zoom: still ? 14 : 16, zoomControl: !still, attributionControl: false,
      dragging: !still, scrollWheelZoom: !still, doubleClickZoom: !still, boxZoom: !still, keyboard: !still, touchZoom: !still,
    });
    if (configuration.mapTiles) L.tileLayer(configuration.mapTiles, { maxZoom: 18 }).addTo(map);
    else if (configuration.mapSketch) drawSketch(map, configuration.mapSketch);
    L.marker([latitude, longitude], { icon: L.divIcon({ className: styles.pin, iconSize: [22, 22], iconAnchor: [11, 22] }), interactive: false, keyboard: false }).addTo(map);
    return () => void map.remove();
  }, [configuration, latitude, longitude, still]);
  return <div ref={box} className={styles.map} />;
}
