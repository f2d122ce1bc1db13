import Crypto

/// Encrypts one file in chunks, each with AES-256-GCM under a key that only this file of this backup has.
///
/// The nonce is the number of the chunk and whether it is the last, so chunks cannot be left out, repeated, moved or cut
/// off (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
struct ChunkCipher {
  /// Plain bytes of a chunk, but for the last.
  static let chunkBytes = 1 << 20
  static let tagBytes = 16

  private let key: SymmetricKey
  private var number: UInt64 = 0

  init(_ master: SymmetricKey, name: String) {
    key = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: master, info: Array("precinct backup file v1\n\(name)".utf8), outputByteCount: 32)
  }

  mutating func seal(_ chunk: [UInt8], isLast: Bool) throws(BackupError) -> [UInt8] {
    do {
      let box = try AES.GCM.seal(chunk, using: key, nonce: AES.GCM.Nonce(data: nonce(isLast)))
      number += 1
      return Array(box.ciphertext) + Array(box.tag)
    } catch { throw BackupError(.keyInvalid, "A chunk cannot be encrypted: \(error).") }
  }

  /// Nil if the chunk is not what was sealed at this place.
  mutating func open(_ chunk: [UInt8], isLast: Bool) -> [UInt8]? {
    guard chunk.count >= Self.tagBytes, let nonce = try? AES.GCM.Nonce(data: nonce(isLast)),
      let box = try? AES.GCM.SealedBox(
        nonce: nonce, ciphertext: chunk.dropLast(Self.tagBytes), tag: chunk.suffix(Self.tagBytes)),
      let plain = try? AES.GCM.open(box, using: key)
    else { return nil }
    number += 1
    return Array(plain)
  }

  private func nonce(_ isLast: Bool) -> [UInt8] {
    [0, 0, 0] + (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) } + [isLast ? 1 : 0]
  }
}
