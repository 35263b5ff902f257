import L from 'leaflet';
import styles from './city-sketch.module.css';

interface Named {
  name?: string;
  kind?: string;
}

/** Streets, water and districts as the server's sketch has them (GeoJSON), under a map without tiles; names stand where they can be seen. */
export function drawSketch(map: L.Map, sketch: unknown): void {
  // The contract promises GeoJSON; the type is Leaflet's word for it.
  const data = sketch as Parameters<typeof L.geoJSON>[0];
  L.geoJSON(data, { interactive: false, style: (feature) => ({ ...(feature?.geometry.type.endsWith('Polygon') ? area(feature.properties) : casing(feature?.properties)) }) }).addTo(map);
  // Over the casing, so that crossings are open.
  L.geoJSON(data, { interactive: false, filter: (feature) => feature.geometry.type.endsWith('LineString'), style: (feature) => line(feature?.properties) }).addTo(map);

  const names = L.layerGroup().addTo(map);
  const place = () => {
    names.clearLayers();
    const sight = map.getBounds().pad(-0.06);
    const taken: L.Point[] = [];
    const isFree = (at: L.LatLng) => taken.every((other) => Math.abs(other.x - map.latLngToContainerPoint(at).x) > 48 || Math.abs(other.y - map.latLngToContainerPoint(at).y) > 15);
    L.geoJSON(data, {
      onEachFeature: (feature, layer) => {
        const { name, kind } = (feature.properties ?? {}) as Named;
        if (!name || !(layer instanceof L.Polyline) || layer instanceof L.Polygon) return;
        const seen = sample(layer.getLatLngs() as L.LatLng[]).filter((point) => sight.contains(point));
        const at = [0.18, 0.4, 0.65, 0.85].map((share) => seen[Math.floor(seen.length * share)]).find((point) => point && isFree(point));
        if (!at) return;
        taken.push(map.latLngToContainerPoint(at));
        names.addLayer(label(name, kind, at));
      },
    });
  };
  place();
  map.on('moveend', place);
}

function area(properties: Named | null | undefined): L.PathOptions {
  return properties?.kind === 'district' ? { color: '#b9c5cf', weight: 1, dashArray: '4 4', fillOpacity: 0 } : { color: '#cbdccb', weight: 1, fillColor: '#dcead9', fillOpacity: 1 };
}
function casing(properties: Named | null | undefined): L.PathOptions {
  return properties?.kind === 'river' ? { color: '#b7d5ec', weight: 12, lineCap: 'round' } : { color: '#cfd7de', weight: 9, lineCap: 'round' };
}
function line(properties: Named | null | undefined): L.PathOptions {
  return properties?.kind === 'river' ? { color: '#c6dff2', weight: 10 } : { color: '#ffffff', weight: 7, lineCap: 'round' };
}

function label(name: string, kind: string | undefined, at: L.LatLng): L.Tooltip {
  const text = document.createElement('span');
  text.textContent = name;
  return L.tooltip({ permanent: true, direction: 'center', className: kind === 'river' ? styles.river : styles.street }).setLatLng(at).setContent(text);
}

/** Points close enough together to know which part of a line is in sight. */
function sample(corners: readonly L.LatLng[]): L.LatLng[] {
  const steps = 60;
  return corners.slice(1).flatMap((to, index) => {
    const from = corners[index]!;
    return Array.from({ length: steps }, (_, n) => L.latLng(from.lat + ((to.lat - from.lat) * n) / steps, from.lng + ((to.lng - from.lng) * n) / steps));
  });
}
