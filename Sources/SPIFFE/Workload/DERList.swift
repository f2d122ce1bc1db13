/// Certificates in DER, one after the other without anything between, as the Workload API sends them.
public enum DERList {
  /// Cuts the list; nil if a length does not fit or something other than a SEQUENCE stands there.
  ///
  /// - Source: X.690 §8.1.3.
  public static func split(_ bytes: [UInt8]) -> [[UInt8]]? {
    var rest = bytes[...]
    var elements: [[UInt8]] = []
    while !rest.isEmpty {
      guard let length = length(of: rest), length <= rest.count, elements.count < SPIFFELimits.authoritiesMax
      else { return nil }
      elements.append(Array(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    return elements
  }

  /// Of the element at the front, in bytes with its header.
  private static func length(of bytes: ArraySlice<UInt8>) -> Int? {
    let head = Array(bytes.prefix(6))
    guard head.count >= 2, head[0] == 0x30 else { return nil }
    guard head[1] >= 0x80 else { return 2 + Int(head[1]) }
    let count = Int(head[1] & 0x7F)
    guard (1...4).contains(count), head.count >= 2 + count else { return nil }
    return 2 + count + head[2..<(2 + count)].reduce(0) { $0 << 8 | Int($1) }
  }
}
