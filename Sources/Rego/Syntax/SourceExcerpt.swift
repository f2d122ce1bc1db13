/// The line of a fault and a mark below its column.
struct SourceExcerpt {
  /// Longer lines are cut, in bytes.
  static let widthLimit = 200

  let lines: [String]

  init(_ bytes: [UInt8], at location: Location) {
    let offset = min(max(Int(location.offset), 0), bytes.count)
    let newline = UInt8(ascii: "\n")
    let start = bytes[..<offset].lastIndex(of: newline).map { $0 + 1 } ?? 0
    let end = bytes[offset...].firstIndex(of: newline) ?? bytes.count
    guard start < end, offset - start < SourceExcerpt.widthLimit else {
      lines = []
      return
    }
    let line = bytes[start..<min(end, start + SourceExcerpt.widthLimit)]
    let pad = bytes[start..<offset].map { $0 == UInt8(ascii: "\t") ? "\t" : " " }.joined()
    lines = [String(decoding: line, as: UTF8.self), pad + "^"]
  }
}
