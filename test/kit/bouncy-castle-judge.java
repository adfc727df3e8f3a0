import java.io.FileInputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Security;
import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.jcajce.JcaSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * Judges our structures with BouncyCastle, and makes some of its own for us to read. Arguments: the files of a root, an
 * authority, a signing and an encryption certificate, the authority's and the root's revocation lists, a request, a
 * time-stamp authority's certificate, a request for a time stamp and its answer.
 */
class BouncyCastleJudge {
  static final Date MOMENT = Date.from(Instant.parse("2026-09-01T00:00:00Z"));
  static final Date FROM = Date.from(Instant.parse("2026-01-01T00:00:00Z"));
  static final Date UNTIL = Date.from(Instant.parse("2029-01-01T00:00:00Z"));

  public static void main(String[] args) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    X509Certificate[] certificates = new X509Certificate[4];
    CertificateFactory factory = CertificateFactory.getInstance("X.509", "BC");
    for (int i = 0; i < 4; i++)
      certificates[i] = (X509Certificate) factory.generateCertificate(new FileInputStream(args[i]));
    List<X509CRL> lists = new ArrayList<>();
    for (int i = 4; i < 6; i++) lists.add((X509CRL) factory.generateCRL(new FileInputStream(args[i])));
    System.out.println("sign: " + judgeChain(certificates[0], certificates[1], certificates[2], lists));
    System.out.println("encrypt: " + judgeChain(certificates[0], certificates[1], certificates[3], lists));
    System.out.println("request: " + judgeRequest(Files.readAllBytes(Path.of(args[6]))));
    byte[][] stamp = new byte[3][];
    for (int i = 0; i < 3; i++) stamp[i] = Files.readAllBytes(Path.of(args[7 + i]));
    System.out.println("time stamp: " + judgeTimeStamp(stamp[0], stamp[1], stamp[2]));
    make();
  }

  /** Whether the answer fits the request, and its token is signed by a certificate for time stamps. */
  static String judgeTimeStamp(byte[] authority, byte[] request, byte[] answer) throws Exception {
    var digests = new JcaDigestCalculatorProviderBuilder().setProvider("BC").build();
    // GM/T 0010 names the signature algorithm without its digest, which BouncyCastle has no name for.
    var verifier = new JcaSignerInfoVerifierBuilder(digests).setProvider("BC")
        .setSignatureAlgorithmNameGenerator((digest, encryption) -> "SM3withSM2")
        .build((X509Certificate) CertificateFactory.getInstance("X.509", "BC")
            .generateCertificate(new java.io.ByteArrayInputStream(authority)));
    TimeStampResponse response = new TimeStampResponse(answer);
    try {
      response.validate(new TimeStampRequest(request));
      TimeStampToken token = response.getTimeStampToken();
      token.validate(verifier);
      return "valid, " + token.getTimeStampInfo().getGenTime().toInstant();
    } catch (TSPException refused) {
      return "refused, " + refused.getMessage();
    }
  }

  /** The path with revocation checking. */
  static String judgeChain(X509Certificate root, X509Certificate authority, X509Certificate leaf, List<X509CRL> lists)
      throws Exception {
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
    parameters.setDate(MOMENT);
    parameters.setRevocationEnabled(true);
    parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
    var path = CertificateFactory.getInstance("X.509", "BC").generateCertPath(List.of(leaf, authority));
    try {
      CertPathValidator.getInstance("PKIX", "BC").validate(path, parameters);
      return "valid";
    } catch (java.security.cert.CertPathValidatorException refused) {
      return "refused, " + refused.getMessage();
    }
  }

  static String judgeRequest(byte[] der) throws Exception {
    var request = new JcaPKCS10CertificationRequest(der).setProvider("BC");
    var verifier = new JcaContentVerifierProviderBuilder().setProvider("BC").build(request.getPublicKey());
    return (request.isSignatureValid(verifier) ? "valid, " : "refused, ") + request.getSubject();
  }

  /** Prints a root, a leaf, a list that revokes the leaf, and a request of the leaf. */
  static void make() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "BC");
    generator.initialize(new ECGenParameterSpec("sm2p256v1"));
    KeyPair root = generator.generateKeyPair();
    KeyPair leaf = generator.generateKeyPair();
    ContentSigner signer = new JcaContentSignerBuilder("SM3withSM2").setProvider("BC").build(root.getPrivate());
    X500Name rootName = new X500Name("C=CN,O=测试机构,CN=测试根");
    X500Name leafName = new X500Name("CN=张三");
    BigInteger serial = BigInteger.valueOf(200);

    var rootBuilder = new JcaX509v3CertificateBuilder(rootName, BigInteger.ONE, FROM, UNTIL, rootName, root.getPublic());
    rootBuilder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    rootBuilder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    var leafBuilder = new JcaX509v3CertificateBuilder(rootName, serial, FROM, UNTIL, leafName, leaf.getPublic());
    leafBuilder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    var listBuilder = new X509v2CRLBuilder(rootName, FROM);
    listBuilder.setNextUpdate(UNTIL);
    listBuilder.addCRLEntry(serial, MOMENT, CRLReason.keyCompromise);
    ContentSigner leafSigner = new JcaContentSignerBuilder("SM3withSM2").setProvider("BC").build(leaf.getPrivate());
    var requestBuilder = new JcaPKCS10CertificationRequestBuilder(leafName, leaf.getPublic());

    print("CERTIFICATE", rootBuilder.build(signer).getEncoded());
    print("CERTIFICATE", leafBuilder.build(signer).getEncoded());
    print("X509 CRL", listBuilder.build(signer).getEncoded());
    print("CERTIFICATE REQUEST", requestBuilder.build(leafSigner).getEncoded());
  }

  static void print(String label, byte[] der) {
    String body = Base64.getEncoder().encodeToString(der);
    System.out.println("-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----");
  }
}
