import Basics

/// The time of an entry, read from its line.
enum LineTime {
  private static let key = ByteSearch(Array(#""timestamp":""#.utf8))
  /// `2026-11-21T08:50:00.123456Z`; of one length, so that text sorts as time does.
  static let bytes = Timestamp.rfc3339Bytes

  /// Where the time stands; nil if there is none. It is the second member, so the first place is the right one.
  static func place(in line: UnsafeRawBufferPointer) -> Range<Int>? {
    guard let found = unsafe key.firstIndex(in: line) else { return nil }
    let start = found + key.text.count
    return start + bytes <= line.count ? start..<(start + bytes) : nil
  }

  static func time(of line: [UInt8]) -> Timestamp? {
    guard let place = unsafe line.withUnsafeBytes({ unsafe place(in: $0) }) else { return nil }
    return Timestamp(rfc3339: String(decoding: line[place], as: UTF8.self))
  }
}
