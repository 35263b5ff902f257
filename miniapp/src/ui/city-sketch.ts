/** The streets of a city without map tiles, drawn so that crossings are open and every name in sight can be read. */
import L from 'leaflet';

type Sketch = Parameters<typeof L.geoJSON>[0];

export function drawSketch(map: L.Map, sketch: Sketch): void {
  if (!sketch) return;
  L.geoJSON(sketch, {
    interactive: false,
    style: (feature) => (feature?.geometry.type.endsWith('Polygon') ? { color: '#b7cdbb', weight: 1, fillColor: '#e3eee4', fillOpacity: 1 } : { color: '#b3c0cb', weight: 12, lineCap: 'round' }),
  }).addTo(map);
  L.geoJSON(sketch, { interactive: false, filter: ({ geometry }) => geometry.type.endsWith('LineString'), style: { color: '#ffffff', weight: 9, lineCap: 'round' } }).addTo(map);
  const names = L.layerGroup().addTo(map);
  const place = () => placeNames(map, sketch, names);
  place();
  map.on('moveend', place);
}

/** Each name where its street is in sight and no other name stands. */
function placeNames(map: L.Map, sketch: Sketch, names: L.LayerGroup): void {
  names.clearLayers();
  const sight = map.getBounds().pad(-0.08);
  // The middle is the pin's.
  const taken: L.Point[] = [map.getSize().divideBy(2)];
  const isFree = (at: L.LatLng) => taken.every((other) => Math.abs(other.x - map.latLngToContainerPoint(at).x) > 66 || Math.abs(other.y - map.latLngToContainerPoint(at).y) > 26);
  L.geoJSON(sketch, {
    onEachFeature: (feature, layer) => {
      const name = (feature.properties as { name?: string } | null)?.name;
      if (!name || !(layer instanceof L.Polyline) || layer instanceof L.Polygon) return;
      const seen = pointsAlong(layer.getLatLngs() as L.LatLng[]).filter((point) => sight.contains(point));
      const at = [0.2, 0.8, 0.4, 0.6, 0.05, 0.95].map((share) => seen[Math.floor(seen.length * share)]).find((point) => point && isFree(point));
      if (!at) return;
      taken.push(map.latLngToContainerPoint(at));
      const text = document.createElement('span');
      text.textContent = name;
      names.addLayer(L.tooltip({ permanent: true, direction: 'center', className: 'map-name' }).setLatLng(at).setContent(text));
    },
  });
}

function pointsAlong(corners: readonly L.LatLng[]): L.LatLng[] {
  const steps = 80;
  return corners.slice(1).flatMap((to, index) => {
    const from = corners[index]!;
    return Array.from({ length: steps }, (_, n) => L.latLng(from.lat + ((to.lat - from.lat) * n) / steps, from.lng + ((to.lng - from.lng) * n) / steps));
  });
}
