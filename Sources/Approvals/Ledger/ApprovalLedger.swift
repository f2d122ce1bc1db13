import Basics
import Storage

/// The requests as they stand in the database, which is the truth for all processes that share it.
///
/// Every function blocks on the disk. What a function that changes something says is durable when it returns.
struct ApprovalLedger: Sendable {
  let database: StateDatabase

  static let migrations = [
    Migration(
      name: "approvals-1",
      sql: """
        CREATE TABLE approvals (
          id TEXT PRIMARY KEY,
          principal TEXT NOT NULL,
          tool TEXT NOT NULL,
          arguments_digest TEXT NOT NULL,
          reason TEXT NOT NULL,
          risk_score INTEGER NOT NULL,
          arguments TEXT NOT NULL,
          created_at INTEGER NOT NULL,
          expires_at INTEGER NOT NULL,
          status TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'denied', 'consumed')),
          decided_by TEXT,
          decided_at INTEGER,
          decision_reason TEXT,
          token_fingerprint BLOB UNIQUE,
          approval_expires_at INTEGER,
          consumed_at INTEGER
        ) STRICT;
        CREATE INDEX approvals_by_status ON approvals (status, created_at);
        """)
  ]

  init(_ database: StateDatabase) throws(StorageError) {
    self.database = database
    try database.migrate(Self.migrations)
  }

  func insert(_ request: ApprovalRequest) throws(StorageError) {
    try database.write { transaction throws(StorageError) in
      try transaction.execute(
        """
        INSERT INTO approvals (id, principal, tool, arguments_digest, reason, risk_score, arguments,
          created_at, expires_at, status) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending')
        """,
        [
          .text(request.id), .text(request.subject.principal), .text(request.subject.tool),
          .text(request.subject.argumentsDigest.hex), .text(request.occasion.reason),
          .integer(Int64(request.occasion.riskScore)), .text(request.occasion.arguments),
          .integer(request.createdAt.nanoseconds), .integer(request.expiresAt.nanoseconds),
        ])
    }
  }

  /// The request `id`; nil if there is none.
  func request(_ id: String) throws(StorageError) -> ApprovalRequest? {
    try database.read { transaction throws(StorageError) in
      try Self.requests(transaction, "WHERE id = ?", [.text(id)]).first
    }
  }

  /// Every request that is kept, the newest first, at most `limit`.
  func requests(limit: Int) throws(StorageError) -> [ApprovalRequest] {
    try database.read { transaction throws(StorageError) in
      try Self.requests(transaction, "ORDER BY created_at DESC, id LIMIT ?", [.integer(Int64(limit))])
    }
  }

  /// The requests that still answer calls: pending, approved, and denied since `deniedSince`, oldest first.
  func liveRequests(now: Timestamp, deniedSince: Timestamp) throws(StorageError) -> [ApprovalRequest] {
    try database.read { transaction throws(StorageError) in
      try Self.requests(
        transaction,
        """
        WHERE (status = 'pending' AND expires_at > ?) OR (status = 'approved' AND approval_expires_at > ?)
          OR (status = 'denied' AND decided_at > ?) ORDER BY created_at, id
        """,
        [.integer(now.nanoseconds), .integer(now.nanoseconds), .integer(deniedSince.nanoseconds)])
    }
  }

  /// Forgets requests that were made before `moment`.
  func prune(createdBefore moment: Timestamp) throws(StorageError) {
    try database.write { transaction throws(StorageError) in
      try transaction.execute("DELETE FROM approvals WHERE created_at < ?", [.integer(moment.nanoseconds)])
    }
  }

  static func requests(
    _ transaction: StateTransaction, _ condition: String, _ values: [SQLValue]
  ) throws(StorageError) -> [ApprovalRequest] {
    var requests: [ApprovalRequest] = []
    for row in try transaction.rows("SELECT * FROM approvals \(condition)", values) {
      requests.append(try ApprovalRequest(row))
    }
    return requests
  }
}
