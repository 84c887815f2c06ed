// Numbers as the page holds them, as text, and at the ticks of an axis.

/** The bytes of base64 text. */
function bytesOf(text) {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}

/** Little-endian numbers of a kind of typed array, of base64 text or of bytes; every browser is little-endian. */
function numbersOf(packed, Kind) {
  const bytes = typeof packed === "string" ? bytesOf(packed) : packed;
  return new Kind(bytes.buffer, bytes.byteOffset, bytes.byteLength / Kind.BYTES_PER_ELEMENT);
}

/** A document whose typed arrays follow its text, as bytes: `packedAt` and `byteCount` say where each is. */
function documentOf(buffer) {
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  const text = new TextDecoder().decode(new Uint8Array(buffer, 8, length));
  return JSON.parse(text, (_, value) => value?.packedAt === undefined ? value
    : new Uint8Array(buffer, 8 + length + value.packedAt, value.byteCount));
}

/** A number with so many significant digits, without trailing zeros, and with a true minus sign. */
function shortNumber(value, digits = 5) {
  if (value === null || !Number.isFinite(value)) return "–";
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e7)) {
    const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
    return `${signed(trimmed(mantissa))}·10${superscript(Number(exponent))}`;
  }
  return signed(trimmed(value.toPrecision(digits)));
}

function trimmed(text) {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function signed(text) {
  return text.replace("-", "−");
}

function superscript(number) {
  return String(number).replace(/./g, (character) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(character)]);
}

/** A whole number with its thousands set apart. */
function grouped(count) {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A log-likelihood: always two decimals, so that what moves is seen to move. */
function nats(value) {
  if (!Number.isFinite(value)) return "–";
  const [whole, decimals] = Math.abs(value).toFixed(2).split(".");
  return (value < 0 ? "−" : "") + grouped(Number(whole)) + "." + decimals;
}

/** The 1, 2 or 5 times a power of ten that makes about so many steps of a length. */
function roundStep(length, count) {
  const rough = length / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999);
}

/** Ticks from a lower to an upper end: values and their text. */
function ticks(lower, upper, count) {
  if (!(upper > lower)) return [];
  const step = roundStep(upper - lower, count);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const result = [];
  for (let i = Math.ceil(lower / step - 1e-9); i * step <= upper + step * 1e-9; i++) {
    const value = i * step;
    const isPlain = decimals <= 6 && Math.abs(value) < 1e7;
    result.push({ value, text: isPlain ? signed((value || 0).toFixed(decimals)) : shortNumber(value, 4) });
  }
  return result;
}

/** The powers of ten between two positive numbers, at most about so many. */
function decades(lower, upper, count) {
  const first = Math.ceil(Math.log10(lower) - 1e-9);
  const last = Math.floor(Math.log10(upper) + 1e-9);
  const stride = Math.max(1, Math.ceil((last - first + 1) / count));
  const result = [];
  for (let power = first; power <= last; power += stride) {
    result.push({ value: 10 ** power, text: `10${superscript(power)}` });
  }
  return result;
}
