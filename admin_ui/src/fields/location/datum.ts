/**
 * Positions as maps of mainland China are laid out (GCJ-02), and back: the published approximation of the shift, on the
 * ellipsoid of Krasovsky. Records keep WGS 84; only what is drawn is moved.
 */

export interface Position {
  latitude: number;
  longitude: number;
}

const SEMI_MAJOR = 6_378_245;
const ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943;
const ROUNDS = 6;

/** South, north, west and east, in degrees. */
type Box = readonly [number, number, number, number];

/** Where these maps are shifted, roughly; their neighbours, which the boxes cover too, are taken out again. */
const SHIFTED: readonly Box[] = [
  [42.8899, 49.2204, 79.4462, 96.33],
  [39.3742, 54.1415, 109.6872, 135.0002],
  [29.5297, 42.8899, 73.124, 124.1433],
  [26.7186, 29.5297, 82.9684, 97.0352],
  [20.4141, 29.5297, 97.0253, 124.3674],
  [17.8715, 20.4141, 107.9758, 111.7441],
];
const NOT_SHIFTED: readonly Box[] = [
  [21.785, 25.3986, 119.9213, 122.4976],
  [20.0988, 22.284, 101.8652, 106.665],
  [20.4878, 21.5422, 106.4525, 108.051],
  [50.3257, 55.8175, 109.0323, 119.127],
  [49.5574, 55.8175, 127.4568, 137.0227],
  [42.5692, 44.8922, 131.2662, 137.0227],
];

function isIn(boxes: readonly Box[], { latitude, longitude }: Position): boolean {
  return boxes.some(
    ([south, north, west, east]) =>
      latitude >= south && latitude <= north && longitude >= west && longitude <= east,
  );
}

/** Whether maps show the place somewhere else than it is. */
function isShifted(at: Position): boolean {
  return isIn(SHIFTED, at) && !isIn(NOT_SHIFTED, at);
}

/** Sines of an argument times π, summed: pairs of weight and frequency. */
function waves(argument: number, ...parts: readonly (readonly [number, number])[]): number {
  return (
    (parts.reduce((sum, [weight, rate]) => sum + weight * Math.sin(rate * argument * Math.PI), 0) * 2) / 3
  );
}

function metresNorth(x: number, y: number): number {
  const plain = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x));
  return plain + waves(x, [20, 6], [20, 2]) + waves(y, [20, 1], [40, 1 / 3], [160, 1 / 12], [320, 1 / 30]);
}

function metresEast(x: number, y: number): number {
  const plain = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x));
  return plain + waves(x, [20, 6], [20, 2], [20, 1], [40, 1 / 3], [150, 1 / 12], [300, 1 / 30]);
}

function moved(at: Position): Position {
  const x = at.longitude - 105;
  const y = at.latitude - 35;
  const radians = (at.latitude / 180) * Math.PI;
  const flattening = 1 - ECCENTRICITY_SQUARED * Math.sin(radians) ** 2;
  const meridian = (SEMI_MAJOR * (1 - ECCENTRICITY_SQUARED)) / flattening ** 1.5;
  const parallel = (SEMI_MAJOR / Math.sqrt(flattening)) * Math.cos(radians);
  return {
    latitude: at.latitude + (metresNorth(x, y) * 180) / (meridian * Math.PI),
    longitude: at.longitude + (metresEast(x, y) * 180) / (parallel * Math.PI),
  };
}

/** Where a map in GCJ-02 shows a position in WGS 84. */
export function toGcj02(at: Position): Position {
  return isShifted(at) ? moved(at) : at;
}

/** What position in WGS 84 a map in GCJ-02 shows there: the shift has no inverse, so it is closed in on. */
export function fromGcj02(shown: Position): Position {
  let at = shown;
  for (let round = 0; round < ROUNDS; round += 1) {
    const again = moved(at);
    at = {
      latitude: at.latitude + shown.latitude - again.latitude,
      longitude: at.longitude + shown.longitude - again.longitude,
    };
  }
  return isShifted(at) ? at : shown;
}
