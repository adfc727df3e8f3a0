import { type DemoPeople, demoPeopleSchema } from '../../src/domain/demo/demo-world.ts'
import { socialCreditCodeOf } from '../../src/domain/project/social-credit-code.ts'

const citizenWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** A citizen number with a right check character (GB 11643-1999) in region 339900, which does not exist. */
function citizenNumber(born: string, order: number): string {
  const body = `339900${born}${String(order).padStart(3, '0')}`
  const sum = citizenWeights.reduce((total, weight, i) => total + weight * Number(body[i]), 0)
  return body + '10X98765432'[sum % 11]
}

function codeOf(prefix: string, organization: string): string {
  const code = socialCreditCodeOf(prefix, organization)
  if (code === null) throw new Error(`${prefix}${organization} has no check character`)
  return code
}

type Enterprise = DemoPeople['enterprises'][number]
type Person = DemoPeople['people'][number]

const enterprises: Enterprise[] = [
  {
    id: 'bidder-a',
    role: 'bidder',
    name: '浙江澄远建设集团有限公司',
    shortName: '澄远建设',
    socialCreditCode: codeOf('91339901', 'MA2DEMA1'),
    legalRepresentative: { name: '程远山', idNumber: citizenNumber('19710316', 11) },
    address: '浙江省云川市滨江大道188号澄远大厦',
    telephone: '0579-80000188',
    registeredCapital: '人民币30800万元',
    establishedOn: '2003-05-18',
    bank: { name: '云川银行滨江支行', account: '3399000010018800018' },
  },
  {
    id: 'bidder-b',
    role: 'bidder',
    name: '江苏衡筑建工集团有限公司',
    shortName: '衡筑建工',
    socialCreditCode: codeOf('91329901', 'MA2DEMB2'),
    legalRepresentative: { name: '顾衡', idNumber: citizenNumber('19681102', 23) },
    address: '江苏省澜江市建业路66号衡筑中心',
    telephone: '0519-80000066',
    registeredCapital: '人民币21600万元',
    establishedOn: '2006-09-09',
    bank: { name: '澜江银行建业路支行', account: '3299000010006600026' },
  },
  {
    id: 'agency',
    role: 'agency',
    name: '浙江明衡工程咨询有限公司',
    shortName: '明衡咨询',
    socialCreditCode: codeOf('91339901', 'MA2DEMC3'),
    legalRepresentative: { name: '孟广平', idNumber: citizenNumber('19750827', 35) },
    address: '浙江省云川市文渊路29号咨询大厦九层',
    telephone: '0579-80000029',
    registeredCapital: '人民币1200万元',
    establishedOn: '2011-03-22',
    bank: { name: '云川银行文渊支行', account: '3399000010002900031' },
  },
  {
    id: 'tenderer',
    role: 'tenderer',
    name: '云川市第三中学',
    shortName: '第三中学',
    socialCreditCode: codeOf('12339901', 'MB2DEMD5'),
    legalRepresentative: { name: '郑怀民', idNumber: citizenNumber('19690605', 17) },
    address: '浙江省云川市学府路3号',
    telephone: '0579-80000003',
    registeredCapital: '开办资金人民币4600万元',
    establishedOn: '1958-09-01',
    bank: { name: '云川银行学府支行', account: '3399000010000300042' },
  },
]

const person = (
  [enterprise, order, name]: [string, number, string],
  born: string,
  position: string,
  certificates: Person['certificates'],
): Person => {
  const seat = ['bidder-a', 'bidder-b', 'agency', 'tenderer'].indexOf(enterprise) + 1
  return {
    id: `${enterprise}-${order}`,
    name,
    idNumber: citizenNumber(born, seat * 100 + order * 2),
    phone: `19900000${seat}0${order}`,
    pin: `${seat}${order}2580`,
    enterprise,
    role: order === 1 ? 'administrator' : 'clerk',
    position,
    shownFirst: order === 1,
    certificates,
  }
}

const issued = (authority: string, validUntilDays = 330) => ({
  authority,
  validFromDays: validUntilDays - 365,
  validUntilDays,
})

const people: Person[] = [
  person(['bidder-a', 1, '周明远'], '19820914', '投标部经理', [issued('east-sea')]),
  person(['bidder-a', 2, '沈佳宁'], '19900322', '投标专员', [issued('canal')]),
  person(['bidder-a', 3, '陆一帆'], '19930718', '投标专员', [issued('qiantang', 25)]),
  person(['bidder-a', 4, '方雨晴'], '19951205', '资料员', [issued('east-sea', 2)]),
  person(['bidder-b', 1, '顾长风'], '19800411', '经营部经理', [issued('canal')]),
  person(['bidder-b', 2, '许若兰'], '19910830', '投标专员', [issued('east-sea', 210)]),
  person(['bidder-b', 3, '秦子墨'], '19940126', '投标专员', [issued('qiantang', 300)]),
  person(['agency', 1, '叶知秋'], '19850609', '项目经理', [issued('qiantang')]),
  person(['agency', 2, '何思齐'], '19920217', '开标主持人', [issued('east-sea')]),
  person(['tenderer', 1, '郑书航'], '19781021', '总务处主任', [issued('qiantang')]),
  person(['tenderer', 2, '苏晓棠'], '19890503', '基建办干事', [issued('canal')]),
]

export const world: DemoPeople = demoPeopleSchema.parse({
  authorities: [
    { id: 'east-sea', name: '东海演示CA', organization: '东海演示电子认证中心', mutualRecognition: true },
    { id: 'canal', name: '运河演示CA', organization: '运河演示电子认证中心', mutualRecognition: true },
    { id: 'qiantang', name: '钱塘演示CA', organization: '钱塘演示电子认证中心', mutualRecognition: false },
  ],
  enterprises,
  people,
})

export function enterpriseOf(id: string): Enterprise {
  const enterprise = world.enterprises.find((one) => one.id === id)
  if (!enterprise) throw new Error(`no enterprise ${id}`)
  return enterprise
}
