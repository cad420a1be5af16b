/**
 * Addresses, numbers and codes that identify something, brought to one spelling.
 */

import { checkerOf } from './field-type.js';

const MAC_SEPARATORS = /[:\-.]/g;
const MAC = /^[0-9a-f]{12}$/i;
const CIDR = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;
const PHONE_SEPARATORS = /[\s\-().]/g;
const PHONE = /^\+?(\d{7,15})$/;
const SEMVER = /^v?(\d+)\.(\d+)\.(\d+)$/;
const EAN = /^(?:\d{8}|\d{12,14})$/;
const EAN_MAX = 99_999_999_999_999;

/**
 * @param {unknown} value
 * @returns {string | undefined}
 */
function normalizeMac(value) {
  if (typeof value !== 'string') return undefined;
  const digits = value.replace(MAC_SEPARATORS, '').toLowerCase();
  return MAC.test(digits) ? digits.replace(/..(?!$)/g, '$&:') : undefined;
}

/**
 * @param {unknown} value
 * @returns {string | undefined}
 */
function normalizeCidr(value) {
  const numbers = typeof value === 'string' ? CIDR.exec(value)?.slice(1).map(Number) : undefined;
  const prefix = numbers?.pop();
  if (numbers === undefined || prefix === undefined || prefix > 32) return undefined;
  return numbers.every((octet) => octet <= 255) ? `${numbers.join('.')}/${prefix}` : undefined;
}

/**
 * @param {unknown} value
 * @returns {string | undefined}
 */
function normalizePhone(value) {
  if (typeof value !== 'string') return undefined;
  const digits = PHONE.exec(value.replace(PHONE_SEPARATORS, ''))?.[1];
  return digits && `+${digits}`;
}

/**
 * @param {unknown} value
 * @returns {string | undefined}
 */
function normalizeSemver(value) {
  const parts = typeof value === 'string' ? SEMVER.exec(value)?.slice(1) : undefined;
  return parts?.map(Number).join('.');
}

/**
 * @param {unknown} value
 * @returns {string | undefined}
 */
function normalizeEan(value) {
  if (typeof value === 'string') return EAN.test(value) ? value : undefined;
  if (!Number.isInteger(value)) return undefined;
  const number = /** @type {number} */ (value);
  return number >= 0 && number <= EAN_MAX ? String(number).padStart(13, '0') : undefined;
}

/** Six octets, lower case, separated by colons. */
export const mac = checkerOf(
  'mac',
  "The '{field}' field must be a valid MAC address (e.g., AA:BB:CC:DD:EE:FF).",
  normalizeMac,
);

/** IPv4 network without leading zeros. */
export const cidr = checkerOf(
  'cidr',
  "The '{field}' field must be a valid CIDR notation (e.g., 192.168.1.0/24).",
  normalizeCidr,
);

/** E.164: `+` and 7 to 15 digits. */
export const phone = checkerOf(
  'phone',
  "The '{field}' field must be a valid phone number in E.164 format (e.g., +5511999999999).",
  normalizePhone,
);

/** Three numbers; no pre-release or build part. */
export const semver = checkerOf(
  'semver',
  "The '{field}' field must be a valid semantic version (e.g., 1.2.3).",
  normalizeSemver,
);

/** 8, 12, 13 or 14 digits as text; the checksum is not verified. */
export const ean = checkerOf(
  'ean',
  "The '{field}' field must be a valid barcode (EAN-8, UPC-A 12, EAN-13, or GTIN-14 digits).",
  normalizeEan,
);
