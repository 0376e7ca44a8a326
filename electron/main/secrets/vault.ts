import type { SafeStorage } from 'electron';

/** Encrypts with a key that the system keeps for Trawl. */
export interface Vault {
  /** Whether the key is one that other programs of the account do not simply have. */
  isSecure(): boolean;
  encrypt(text: string): Uint8Array;
  /** Throws where the bytes were not encrypted with this key. */
  decrypt(bytes: Uint8Array): string;
}

/**
 * The system's keychain. On Linux without one, Electron's key is a constant of its source
 * ("basic_text"): no secret is stored then. The synchronous calls are the ones that every supported
 * Electron has.
 */
export function systemVault(storage: SafeStorage): Vault {
  const hasKeychain = (): boolean =>
    process.platform !== 'linux' ||
    !['basic_text', 'unknown'].includes(storage.getSelectedStorageBackend());
  return {
    isSecure: () => storage.isEncryptionAvailable() && hasKeychain(),
    encrypt: (text) => storage.encryptString(text),
    decrypt: (bytes) => storage.decryptString(Buffer.from(bytes)),
  };
}
