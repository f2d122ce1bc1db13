import Basics
import Crypto

/// The key of one data subject. Whoever destroys it makes everything that is sealed under it unreadable for good.
struct SubjectKey: Sendable {
  /// 16 hexadecimal digits, random: it says nothing of the subject.
  let id: String
  private let key: SymmetricKey

  static let bytes = 32

  init(id: String, key: SymmetricKey) {
    self.id = id
    self.key = key
  }

  static func make() -> SubjectKey {
    var random = SystemRandomNumberGenerator()
    let id = Hex.encode((0..<SealedText.subjectDigits / 2).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    return SubjectKey(id: id, key: SymmetricKey(size: .bits256))
  }

  func seal(_ value: [UInt8], as member: SubjectSeal.Member) throws(AuditError) -> SealedText {
    var random = SystemRandomNumberGenerator()
    let salt = (0..<FieldOpening.saltBytes).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    let opening = FieldOpening(member: member, salt: salt, value: value)
    do {
      let box = try AES.GCM.seal(salt + value, using: key, authenticating: context(member))
      return SealedText(
        subject: id, commitment: opening.commitment, ciphertext: Array(box.nonce) + Array(box.ciphertext) + Array(box.tag))
    } catch {
      throw AuditError(.unavailable, "A field of an entry cannot be sealed: \(error).")
    }
  }

  /// The value and its salt; nil if the text was not sealed with this key for this member.
  func open(_ sealed: SealedText, as member: SubjectSeal.Member) -> FieldOpening? {
    guard sealed.subject == id, let box = try? AES.GCM.SealedBox(combined: sealed.ciphertext),
      let plain = try? AES.GCM.open(box, using: key, authenticating: context(member)), plain.count >= FieldOpening.saltBytes
    else { return nil }
    let bytes = Array(plain)
    let opening = FieldOpening(
      member: member, salt: Array(bytes.prefix(FieldOpening.saltBytes)), value: Array(bytes.dropFirst(FieldOpening.saltBytes)))
    return opening.commitment == sealed.commitment ? opening : nil
  }

  /// What a ciphertext is bound to.
  private func context(_ member: SubjectSeal.Member) -> [UInt8] { Array("\(FieldOpening.context)\(id)\n\(member.rawValue)".utf8) }

  // MARK: Wrapping

  /// The key under the wrapping key, bound to its ID.
  func wrapped(_ wrapping: SymmetricKey) throws(AuditError) -> [UInt8] {
    do {
      let bytes = unsafe key.withUnsafeBytes { unsafe Array($0) }
      let box = try AES.GCM.seal(bytes, using: wrapping, authenticating: Array(id.utf8))
      return Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    } catch {
      throw AuditError(.keyInvalid, "The key of a data subject cannot be wrapped: \(error).")
    }
  }

  init?(id: String, wrapped: [UInt8], _ wrapping: SymmetricKey) {
    guard let box = try? AES.GCM.SealedBox(combined: wrapped),
      let bytes = try? AES.GCM.open(box, using: wrapping, authenticating: Array(id.utf8)), bytes.count == Self.bytes
    else { return nil }
    self.init(id: id, key: SymmetricKey(data: bytes))
  }
}
