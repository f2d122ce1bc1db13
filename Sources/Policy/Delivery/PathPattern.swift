/// A pattern of file paths: `*` stands for any characters of one part, `**` for any number of parts.
struct PathPattern: Sendable, Equatable {
  private let parts: [String]
  let isExact: Bool

  init(_ text: String) {
    parts = text.split(separator: "/").map(String.init)
    isExact = !text.utf8.contains(UInt8(ascii: "*"))
  }

  func matches(_ path: String) -> Bool {
    Self.matches(parts[...], path.split(separator: "/")[...]) { pattern, part in
      Self.matches(Array(pattern.utf8)[...], Array(part.utf8)[...]) { $0 == $1 }
    }
  }

  /// Matches a sequence with at most one way back, so that the cost is the product of the lengths at most.
  private static func matches<Pattern, Element>(
    _ pattern: ArraySlice<Pattern>, _ elements: ArraySlice<Element>, _ isEqual: (Pattern, Element) -> Bool
  ) -> Bool where Pattern: Wildcard {
    var (at, next) = (pattern.startIndex, elements.startIndex)
    var back: (pattern: Int, element: Int)?
    while next < elements.endIndex {
      if at < pattern.endIndex, pattern[at].isWildcard {
        back = (at, next)
        at += 1
      } else if at < pattern.endIndex, isEqual(pattern[at], elements[next]) {
        at += 1
        next += 1
      } else if let last = back {
        back = (last.pattern, last.element + 1)
        (at, next) = (last.pattern + 1, last.element + 1)
      } else {
        return false
      }
    }
    return pattern[at...].allSatisfy(\.isWildcard)
  }
}

/// What may stand for any number of elements.
private protocol Wildcard {
  var isWildcard: Bool { get }
}

extension String: Wildcard {
  fileprivate var isWildcard: Bool { self == "**" }
}

extension UInt8: Wildcard {
  fileprivate var isWildcard: Bool { self == UInt8(ascii: "*") }
}
