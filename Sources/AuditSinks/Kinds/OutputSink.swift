#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Lines on standard output. A reader that is slow holds up this sink alone.
final class OutputSink: Sink {
  private let descriptor: Int32
  private let format: SinkFormat
  private let content: SinkContent
  private let origin: String

  init(_ descriptor: Int32 = STDOUT_FILENO, _ format: SinkFormat, _ content: SinkContent, origin: String) {
    self.descriptor = descriptor
    self.format = format
    self.content = content
    self.origin = origin
  }

  func deliver(_ records: [SinkRecord]) -> SinkDelivery {
    for (position, record) in records.enumerated() {
      guard put(format.text(of: record, content, origin: origin) + [0x0a]) else {
        // SAFETY: `strerror` returns a static, terminated string; it is copied at once.
        let reason = unsafe String(cString: strerror(errno))
        return .failed(Array(records[position...]), SinkFailure("standard output: \(reason)"))
      }
    }
    return .whole
  }

  private func put(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      // SAFETY: the bytes are the slice's own, with their count.
      let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
