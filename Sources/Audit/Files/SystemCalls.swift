#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

// SAFETY: the buffer that `write` is given is only read, and only during the call.
/// The two calls that make entries durable, as values, so that tests can let them fail as disks do.
@safe struct SystemCalls: Sendable {
  /// As `write(2)`: bytes written, or -1 with `errno`.
  var write: @Sendable (Int32, UnsafeRawBufferPointer) -> Int
  /// As `fdatasync(2)`: 0, or -1 with `errno`.
  var synchronize: @Sendable (Int32) -> Int32

  static let system = unsafe SystemCalls(
    write: { unsafe systemWrite($0, $1) },
    synchronize: { fdatasync($0) })
}

/// `write(2)` under a name that the member does not hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  unsafe write(descriptor, bytes.baseAddress, bytes.count)
}
