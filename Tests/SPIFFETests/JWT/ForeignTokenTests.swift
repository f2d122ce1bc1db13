import Basics
import SPIFFE
import Testing

/// Keys and tokens that another implementation made (joserfc 1.6.5 over OpenSSL 3), one for each algorithm
/// that the examples of RFC 7515 do not cover. The private keys were thrown away.
@Suite("Tokens of another implementation") struct ForeignTokenTests {
  static let keySet = """
    {"keys":[\
    {"n":"2fdVuBUeySUodJeWsiAc8G-25YcOE64CpzVdw1wwaYJC66oBz4YyotCM1y5_PouF_4kiHVZyt38UFf7bMorlcF\
    FcHBh4sVK84xljQB49UCybY9EAigMhs5l3zcCF4ths_uBrE_YMk1KXkgGzohM56byecKpcl6no1lpHVk_SpNGflWi9ou\
    ocCgo_AoHlEc2Dlt3xZo1spHLJKIW7HhH6F2hqj4tTFAWwvA0sVYJpSNSaTmmkwSHLsbMPu63NflZ6o-8kQ4D-AgKB7g\
    NHpDAmcWlxIBbYo6uKfV_6aXI5iHzWCVVPHOLScpU0moArCoKQSZCFqmpU92fYUn8Ek_ZKCw","e":"AQAB","kid":"\
    rsa","kty":"RSA"},\
    {"crv":"P-384","x":"KUCrSZxI6ouS2LbLqgxEMUOC6bKGWnYHSg4F39OaEY1ruwnfyz9CKZp3exmKcGyG","y":"0\
    EVBEKScetmhIMNKjXrWG7DPupC-Jrn4R7Pk1vZlqLY1rwee3B7mhUPrrUjLjUx6","kid":"p384","kty":"EC"},\
    {"crv":"P-521","x":"AdRGNzNoq4ZfrFr7F1UkYN23-JB94U533jFQ1gGWuCiNVplsP3QV_sb61I8yjCd9tWzJ8TES\
    bRndwU9uv1PQKXmV","y":"AA9oq0W8ufAYEHnQn9kpmabKYNi54-0y6bVbm8YZuGktQyKEibTkEtMd_LHdl4E9sV-X_\
    kUI7KCB55YBE0-Qxpcw","kid":"p521","kty":"EC"},\
    {"crv":"Ed25519","x":"42s6200_GwOJlQXK-plvxPw1almhnYn3LQIw1FClRJo","kid":"ed","kty":"OKP"}\
    ]}
    """

  static let tokens: [(SignatureAlgorithm, String)] = [
    (
      .rs384,
      """
      eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzM4NCIsImtpZCI6InJzYSJ9.eyJzdWIiOiJqb2UifQ.GEko5pekq57LhyN7Gs\
      uwwuG30G7ZHDXEBHoQoAQNZ0iv9d0zc-g41hiFyRldJ0MrE6TimgWM39h72apJUP0FX0MVz2ZzjypJRvieKf-wylj4\
      9TS2aeZr5hxHEPOXD0YCnxtq9J3BTt7aWEsHrOXozWf6wIcSE-g9XGOH32-641X-je3Mrrk73r8hXe_rxHtBRI6gKO\
      zPIIcIAjiYsuCyEzl6qrn3TFEa0B4eoZ_hSfxsNZWhYMuIlHiFIH1rBxFR4bEVC1fNg2eqHalzfSGeS5jtmcmxFvdJ\
      GTppmA0_nNtnJjve89bVZvrXesd8gspgLI-fnSyl1HddqiVEdEnAzA
      """
    ),
    (
      .rs512,
      """
      eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzUxMiIsImtpZCI6InJzYSJ9.eyJzdWIiOiJqb2UifQ.ZlRKEqJVgSJseqmqIw\
      oGQAHn3sb8VqozUIcjELdxRyBqU90r6mC38QEN3rP_lGeT4UOy2URJCLeko_gT97eOCwV-VO8_L3eu63e_LhyekD3X\
      2Y0hbdqYsiEz7sIYvB-rxRb5YGkB5jfITDnTc0v610fEGW777krPujqyr5aAEr_bbG50qF4jf9odWyWHGxegyaIYTx\
      i_nIRGdMU7mQe5re9vQ0ar25QK0iHo5PHtJocCaf49QgvSuoQ1pSAkRWNXPYdL3hsJikFZA0MkIqhfUXafzqgPaFMO\
      odF9HZn_PKO5JIY0mkGESo0LIikJ6astpBy-gT2bYZvGULobxvOjDA
      """
    ),
    (
      .ps256,
      """
      eyJ0eXAiOiJKV1QiLCJhbGciOiJQUzI1NiIsImtpZCI6InJzYSJ9.eyJzdWIiOiJqb2UifQ.DLf8J2569JA8oZo2vT\
      et_ajoiMS_uZUJxH8Mx2znEFPhHe3CgopX4QTWyuSGnY5eaZxrBsIfxRP9TuxSz1m51jJ55R2JkZws-1JvmRYu3s3z\
      aXPe3z2i5YqQbLSwLLJTL_Fqfg8zjwKBU7Ln3jUAmEH0t3Sx4nz_e26i1dpei9wvvhKECFICB75_xSOqsstw6mDW50\
      cKmzSIKQxrKzh3I9gFdq9Lr5iW2Q0rcF7oa9kfwthFsS0eKjagNkvMVJDY8wFuQtm302K9rXFzKqYyuCurbg4r38Fz\
      a-j2JiIo_pSdP5tjyFfa9pojVeu641VsJ7ePUk4vvy3iGkb34pzpuQ
      """
    ),
    (
      .ps384,
      """
      eyJ0eXAiOiJKV1QiLCJhbGciOiJQUzM4NCIsImtpZCI6InJzYSJ9.eyJzdWIiOiJqb2UifQ.C1WQd7AkwqLGY2lRSg\
      qY297s_NL6TZ6IOIPqABOZ3k1FYZ0sn0Z2E3wY1z17CWAql8SnhV-sMi5022ZFrMe6UNc_JhDtECcWjiMd9Vr5zxMD\
      zy0l15DTB-9EA-sepw0he8J4fo9mSCVwcPkXSJd1aHiZSnkuPh9CeNNVh9HhYtOzLfds9_ElqWxVSMymlE028YHVOR\
      kkIVDJARQB0KLj79j1HiRASYcZ8AOmj-RrrM_XmgrA6owolbkdK5oHxqGRsZ8fx2En0vtg54qu9P_pjff_y1izFwGt\
      8FUA3WwPj2KZ6B_Tc_IuOmPHMSlbrPgfohLbRfMn7CBl0KOxG_3g5g
      """
    ),
    (
      .ps512,
      """
      eyJ0eXAiOiJKV1QiLCJhbGciOiJQUzUxMiIsImtpZCI6InJzYSJ9.eyJzdWIiOiJqb2UifQ.nooXeGwCEMbr2tO0ti\
      _MO1XY9AZV3lr_gpZucUDx-9L7agCW7hr_iKc2Jh9YfzOh78Lsod1AxRMvr-Di7l6pdTOB1v1hlNxln2Obdd1a28gG\
      WwbX48N86b--rY8rqgq3-6FX5ZqGsiUEeu0jdCkBld0D9bDIi2k61lxVCJuGGIqETk99F5oY8iNLHs2JURh284iUV6\
      De9Q-_L7El_H64bPENq0S5pCieIUyU8hW3N6UTfM2XhKaqR8v_acRwoSe8DNcjCAE6hJcpdvubFOEOcpJz12j5rlAD\
      Yex6hxksLlGMATTlL0nAuhSCN5CFavtFOXIlrQ2zOS_cnKS2EIUuVw
      """
    ),
    (
      .es384,
      """
      eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzM4NCIsImtpZCI6InAzODQifQ.eyJzdWIiOiJqb2UifQ.pYGA59kJptYnLRLs\
      AIAE4ZYmBTFxqNYtXkUygiB7onJV_i-jCMTphRMd7JVPI54hcPdi4PrZyfqCbk0jFz1-XsML8ZHht_6QquRUE45snP\
      tkN3sQjj3HN-SYzDwyffC_
      """
    ),
    (
      .es512,
      """
      eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzUxMiIsImtpZCI6InA1MjEifQ.eyJzdWIiOiJqb2UifQ.AVe9m07MYSMlZ2Hs\
      XZcmeGwwOcUjZPgrXRy394uW1EcZZVqC9dt3QbI9diGjFHV281bJJBf1DHjOlT5GPsqRQt2WAN8LfhWQmbv8BJyUIs\
      fSGk2KNe7o-qeryoRdFncBb6hkjtreTeuQIM4u1u-ROvo8prdEHKTld3WgIFgMNTRvJSem
      """
    ),
    (
      .edDSA,
      """
      eyJ0eXAiOiJKV1QiLCJhbGciOiJFZERTQSIsImtpZCI6ImVkIn0.eyJzdWIiOiJqb2UifQ.JZmfMneFQb0IGTXrwNi\
      WJFyix81JIe0UmbsPfcZMiUUnQJ0-nxzX5g-j3wKIpdxmXs3V7lnHpkv98q8xGrIZAg
      """
    ),
  ]

  @Test(arguments: tokens)
  func tokenIsVerifiedWithItsAlgorithmOnly(_ algorithm: SignatureAlgorithm, _ text: String) throws {
    let set = try WebKeySet(parsing: Array(Self.keySet.utf8))
    let token = try CompactToken(parsing: text.utf8)
    #expect(token.algorithm == algorithm && token.claims.subject == "joe")
    try token.verifySignature(with: set, allowing: [algorithm])
    let others = Set(SignatureAlgorithm.allCases).subtracting([algorithm])
    #expect(throws: TokenError.algorithm) { try token.verifySignature(with: set, allowing: others) }
  }
}
