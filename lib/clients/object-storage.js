/**
 * What a client needs of the place where its objects are.
 *
 * @module
 */

/** @typedef {import('./answer.js').DeletionsAnswer} DeletionsAnswer */

/**
 * @typedef {object} CopyOptions
 * @property {Record<string, unknown>} [metadata]
 * @property {string} [metadataDirective] `REPLACE`; under any other, metadata is merged
 * @property {string} [contentType]
 */

/**
 * A store of objects under full keys; metadata is plain.
 *
 * @typedef {object} ObjectStorage
 * @property {(key: string, object: import('./parameters.js').ObjectParameters)
 *   => Promise<import('./answer.js').PutAnswer>} put
 * @property {(key: string) => Promise<import('./answer.js').GetAnswer>} get
 * @property {(key: string) => Promise<import('./answer.js').HeadAnswer>} head
 * @property {(from: string, to: string, options: CopyOptions)
 *   => Promise<import('./answer.js').CopyAnswer>} copy
 * @property {(key: string) => boolean | Promise<boolean>} exists
 * @property {(key: string) => Promise<import('./answer.js').DeleteAnswer>} delete
 * @property {(keys: string[]) => Promise<DeletionsAnswer>} deleteMultiple
 * @property {(request: import('./listing.js').ListRequest)
 *   => Promise<import('./listing.js').ListAnswer>} list
 * @property {(range: import('./listing.js').Range) => import('./listing.js').Page
 *   | Promise<import('./listing.js').Page>} page may hold fewer entries than asked for
 * @property {(prefix: string) => number | Promise<number>} count
 */

export {};
