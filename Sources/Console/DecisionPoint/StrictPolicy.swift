import Basics
import Policy
import Rego
import Synchronization

/// The policies in force, compiled so that errors of built-in functions end an evaluation: made when somebody asks.
final class StrictPolicy: Sendable {
  private struct Compiled {
    let digest: Digest256
    let policy: CompiledPolicy
  }

  private let last = Mutex<Compiled?>(nil)

  func policy(of stack: PolicyStack) throws(PolicyErrors) -> CompiledPolicy {
    let bundle = stack.bundle
    if let known = last.withLock({ $0 }), known.digest == bundle.digest { return known.policy }
    let policy = try PolicyReading.strictPolicy(bundle)
    last.withLock { $0 = Compiled(digest: bundle.digest, policy: policy) }
    return policy
  }
}
