import Glibc

/// Standard output without a buffer: what was written is with the reader, whatever happens next.
enum Output {
  static func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(1, $0.baseAddress, $0.count) }
      guard count > 0 else { exit(3) }
      rest = rest.dropFirst(count)
    }
  }
}
