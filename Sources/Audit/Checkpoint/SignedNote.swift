import Basics

/// A text with signatures. Source: C2SP signed-note.
///
/// The text ends with a line end; an empty line follows; then one line for each signature: an em dash, the name of the
/// key, and base 64 of the key's ID and the signature.
struct SignedNote: Sendable, Equatable {
  struct Signature: Sendable, Equatable {
    let name: String
    let keyID: UInt32
    let bytes: [UInt8]
  }

  /// What is signed, its last line end included.
  let text: String
  let signatures: [Signature]

  /// Signatures that a note may have.
  static let signaturesMax = 16
  static let mark = "\u{2014} "

  var encoded: String {
    text + "\n"
      + signatures.map { signature in
        let id = (0..<4).map { UInt8(truncatingIfNeeded: signature.keyID >> UInt32(24 - 8 * $0)) }
        return "\(Self.mark)\(signature.name) \(Base64.encode(id + signature.bytes))\n"
      }.joined()
  }

  /// Reads a signature line, without its line end; nil if it is none.
  static func signature(_ line: some StringProtocol) -> Signature? {
    guard line.hasPrefix(mark) else { return nil }
    let parts = line.dropFirst(mark.count).split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, NoteKey.isName(parts[0]), let bytes = Base64.decode(parts[1].utf8), bytes.count > 4 else {
      return nil
    }
    let id = bytes[..<4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return Signature(name: String(parts[0]), keyID: id, bytes: Array(bytes[4...]))
  }

  /// Reads notes that stand one after the other; nil in the place of what is no note, which is all that follows.
  static func read(_ text: String) -> [SignedNote?] {
    var notes: [SignedNote?] = []
    var body: [Substring] = []
    var signatures: [Signature] = []
    var isSigned = false
    func note() -> SignedNote? {
      guard !body.isEmpty, !signatures.isEmpty, signatures.count <= signaturesMax else { return nil }
      return SignedNote(text: body.map { $0 + "\n" }.joined(), signatures: signatures)
    }
    guard text.utf8.last == 0x0a else { return [nil] }
    for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
      if isSigned, line.hasPrefix(mark) {
        guard let signature = signature(line) else { return notes + [nil] }
        signatures.append(signature)
      } else if isSigned {
        guard let note = note() else { return notes + [nil] }
        notes.append(note)
        (body, signatures, isSigned) = ([line], [], false)
      } else if line.isEmpty {
        isSigned = true
      } else {
        body.append(line)
      }
    }
    notes.append(isSigned ? note() : nil)
    return notes
  }
}
