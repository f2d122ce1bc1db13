import CLinux
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A thread of its own for work that blocks: the cooperative pool has as many threads as there are cores.
package final class WriterThread: Sendable {
  private let thread: Mutex<pthread_t?>

  /// Starts `body`, which blocks as it likes.
  ///
  /// - Parameter isIdle: Whether it is to run only when nothing else wants the processor.
  package init(isIdle: Bool = false, _ body: sending @escaping () -> Void) throws(AuditError) {
    var thread = pthread_t()
    let argument = unsafe Unmanaged.passRetained(Body(isIdle: isIdle, run: body))
    // SAFETY: the new thread takes over the reference that was retained for it.
    let result = unsafe pthread_create(
      &thread, nil,
      { argument in
        if let argument = unsafe argument {
          let body = unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
          if body.isIdle { _ = clinux_yield_to_others() }
          body.run()
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
  package func join() {
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
    let isIdle: Bool
    let run: () -> Void

    init(isIdle: Bool, run: @escaping () -> Void) {
      self.isIdle = isIdle
      self.run = run
    }
  }
}
