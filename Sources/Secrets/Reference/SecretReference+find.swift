extension SecretReference {
  /// Every reference in a text, in order.
  ///
  /// Strict: what begins with `$SECRET{` or `$SPIKE{` must be a reference, or the text is refused, so that a
  /// mistyped reference is not sent on as if it were text.
  ///
  /// - Parameter text: The bytes of a JSON string after its escapes were resolved.
  /// - Complexity: O(n); no byte is looked at more than a fixed number of times.
  public static func find(in text: [UInt8]) throws(SecretReferenceError) -> [SecretReference] {
    try find(in: text[...])
  }

  /// The same for a part of a larger text, e.g. a string without escapes within a document: nothing is copied,
  /// and ranges and offsets are those of the larger text.
  public static func find(in text: ArraySlice<UInt8>) throws(SecretReferenceError) -> [SecretReference] {
    var found: [SecretReference] = []
    var index = text.startIndex
    while let start = text[index...].firstIndex(of: UInt8(ascii: "$")) {
      var scanner = SecretReferenceScanner(text, at: start)
      guard let form = scanner.form() else {
        index = start + 1
        continue
      }
      guard found.count < countMax else { throw SecretReferenceError(code: .tooMany, offset: start) }
      guard let reference = scanner.reference(form, from: start) else {
        throw SecretReferenceError(code: .malformed, offset: start)
      }
      found.append(reference)
      index = reference.range.upperBound
    }
    return found
  }

  /// The text with every reference replaced by its value.
  ///
  /// - Parameters:
  ///   - references: What ``find(in:)`` found in the same text.
  ///   - value: The value of a reference. It is put in as it is and not searched for references again.
  public static func fill<Failure: Error>(
    _ text: [UInt8], _ references: [SecretReference], with value: (SecretReference) throws(Failure) -> [UInt8]
  ) throws(Failure) -> [UInt8] {
    var filled: [UInt8] = []
    var index = 0
    for reference in references {
      filled += text[index..<reference.range.lowerBound]
      filled += try value(reference)
      index = reference.range.upperBound
    }
    return filled + text[index...]
  }
}
