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

const leadingPower = (magnitude) => Math.floor(Math.log10(magnitude));

/**
 * Numbers in the units of one column, all with the same last digit: of its spread the leading digit and three more.
 * Five digits do not tell apart northings in metres or seconds since 1970.
 */
function columnNumbers(values, spread) {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(largest > 0) || !Number.isFinite(largest)) return values.map((value) => shortNumber(value));
  const top = leadingPower(largest);
  const last = Math.max(spread > 0 && Number.isFinite(spread) ? leadingPower(spread) - 3 : top - 4, top - 15);
  // Means that are 0 but for rounding, and those that are small beside the spread but no rounding.
  if (top <= last - 9) return values.map(() => "0");
  const lowest = Math.min(last, top - 1);
  if (top >= 15 || top < -4) return values.map((value) => shortNumber(value, top - lowest + 1));
  const texts = values.map((value) => value.toFixed(Math.max(0, -lowest)));
  const zeros = texts.map((text) => (text.includes(".") ? /0*$/.exec(text)[0].length : 0));
  const common = zeros.reduce((least, count) => Math.min(least, count), zeros[0]);
  return texts.map((text) => signed(text.slice(0, text.length - common).replace(/\.$/, "").replace(/^-(?=[0.]*$)/, "")));
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
    // Far from 0 it takes many digits to tell two ticks apart, and then a power of ten is in the way.
    const digits = value === 0 ? 1 : leadingPower(Math.abs(value)) - leadingPower(step) + 1;
    const isPlain = decimals <= 6 && Math.abs(value) < (digits > 4 ? 1e15 : 1e7);
    const text = isPlain ? signed((value || 0).toFixed(decimals)) : shortNumber(value, Math.min(16, Math.max(4, digits)));
    result.push({ value, text });
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
