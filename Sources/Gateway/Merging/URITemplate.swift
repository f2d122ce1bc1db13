/// A template of resource URIs, as far as routing needs it: the fixed texts that stand around its variables.
///
/// A variable stands for anything, so a URI may match that the server does not have; the server says so then.
///
/// - Source: RFC 6570 §1.2.
struct URITemplate {
  private let literals: [[UInt8]]

  init(_ text: String) {
    var literals: [[UInt8]] = [[]]
    var isInside = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "{"):
        isInside = true
        literals.append([])
      case UInt8(ascii: "}"): isInside = false
      default: if !isInside { literals[literals.count - 1].append(byte) }
      }
    }
    self.literals = literals
  }

  /// - Complexity: O(bytes of the URI × bytes of the template).
  func matches(_ uri: String) -> Bool {
    var rest = Array(uri.utf8)[...]
    guard let first = literals.first, rest.starts(with: first) else { return false }
    rest = rest.dropFirst(first.count)
    guard literals.count > 1, let last = literals.last else { return rest.isEmpty }
    for literal in literals.dropFirst().dropLast() where !literal.isEmpty {
      guard let at = rest.indices.first(where: { rest[$0...].starts(with: literal) }) else { return false }
      rest = rest[(at + literal.count)...]
    }
    return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
  }
}
