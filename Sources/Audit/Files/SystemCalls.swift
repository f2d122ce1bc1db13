import CLinux

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

// SAFETY: the buffer that `write` is given is only read, and only during the call.
/// The calls that make entries durable, as values, so that tests can let them fail as disks do.
@safe struct SystemCalls: Sendable {
  /// As `write(2)`: bytes written, or -1 with `errno`.
  var write: @Sendable (Int32, UnsafeRawBufferPointer) -> Int
  /// As `fdatasync(2)`: 0, or -1 with `errno`.
  var synchronize: @Sendable (Int32) -> Int32
  /// Sets room aside from an offset on without changing the file's length, as `fallocate(2)`. It saves time only: what
  /// it fails to set aside, `write` finds.
  var setAside: @Sendable (_ descriptor: Int32, _ offset: Int, _ bytes: Int) -> Void = { descriptor, offset, bytes in
    _ = clinux_set_aside(descriptor, Int64(offset), Int64(bytes))
  }

  static let system = unsafe SystemCalls(
    write: { unsafe systemWrite($0, $1) },
    synchronize: { fdatasync($0) })
}

/// `write(2)` under a name that the member does not hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  unsafe write(descriptor, bytes.baseAddress, bytes.count)
}
