import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A thread of its own for work that blocks: the cooperative pool has as many threads as there are cores.
final class WriterThread: Sendable {
  private let thread: Mutex<pthread_t?>

  /// Starts `body`, which blocks as it likes.
  init(_ body: sending @escaping () -> Void) throws(AuditError) {
    var thread = pthread_t()
    let argument = unsafe Unmanaged.passRetained(Body(run: body))
    // SAFETY: the new thread takes over the reference that was retained for it.
    let result = unsafe pthread_create(
      &thread, nil,
      { argument in
        if let argument = unsafe argument {
          unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
        }
        return nil
      }, argument.toOpaque())
    guard result == 0 else {
      unsafe argument.release()
      throw AuditError.file("start", "the audit writer", errno: result)
    }
    self.thread = Mutex(thread)
  }

  /// Waits for the end of the body; once.
  func join() {
    let thread = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    if let thread { pthread_join(thread, nil) }
  }

  deinit {
    // A thread that nobody joins gives its memory back when it ends.
    if let thread = thread.withLock({ $0 }) { pthread_detach(thread) }
  }

  private final class Body {
    let run: () -> Void
    init(run: @escaping () -> Void) { self.run = run }
  }
}
