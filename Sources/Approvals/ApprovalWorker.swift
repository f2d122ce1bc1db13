import Dispatch
import Synchronization

/// The thread on which the ledger is read and written: one job after the other, in order, in bounded number.
final class ApprovalWorker: Sendable {
  private let queue = DispatchQueue(label: "precinct.approvals")
  private let waiting = Atomic<Int>(0)
  private let jobsMax: Int

  init(jobsMax: Int) { self.jobsMax = jobsMax }

  /// Puts a job behind those that wait.
  ///
  /// - Returns: False if too many wait; the job is then not done.
  func enqueue(_ job: @escaping @Sendable () -> Void) -> Bool {
    guard waiting.add(1, ordering: .relaxed).oldValue < jobsMax else {
      waiting.subtract(1, ordering: .relaxed)
      return false
    }
    queue.async {
      job()
      self.waiting.subtract(1, ordering: .relaxed)
    }
    return true
  }

  /// Returns when every job that waits now is done. Blocks.
  func drain() { queue.sync {} }
}
