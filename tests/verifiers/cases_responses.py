"""Answers inside whole responses; the notation is that of cases_math."""

from tests.verifiers.cases_math import table
from tests.verifiers.cases_stated import SECTIONS, STATED

_CLASSIC = table(r"""
The answer is 7. ;; The answer is $7$. ;; The final answer is 7 ;; Final answer: 7 ;; **Answer:** 7 ;; **Final Answer:** 7 ;; **Answer**: 7 ;; Answer: $7$ ;; #### 7 ;; 3+4=7 apples in all.⏎#### 7 ;; The answer is: 7 ;; So the answer is $\boxed{7}$. ;; Therefore, the answer is **7**. ;; The correct answer is 7. ;; Answer = 7 ;; ANSWER: 7 ;; The answer to the question is 7. ~ 7
The answer is 8. ;; The answer is not 7. ;; The answer might be 7. ;; #### 8 ;; Answer: 17 ;; Final answer: 7 or 8 ;; The answer is 7 or 8. ;; The answer is either 7 or 8. ;; I'm not sure, but the answer is 7. ;; The answer is probably 7. ;; The answer could be 7. ;; I guess the answer is 7. ;; The answer is 7? ;; Answer: 7, 8 !~ 7
答案是7。 ;; 答案为7 ;; 答案：7 ;; 答案: 7 ;; 答：7 ;; 答：一共有7个苹果。 ;; 最终答案是 7 ;; **答案：** 7 ;; 所以答案是$7$。 ;; 因此，答案为 $\boxed{7}$。 ;; 答案应为7。 ;; 故答案为：7 ;; 故答案为 7． ;; 综上，答案是7。 ;; 最后答案：７。 ~ 7
答案是8。 ;; 答案不是7。 ;; 答案可能是7。 ;; 答案是7或8。 ;; 我不确定，答案也许是7。 ;; 答案：17 ;; 答案大约是7 !~ 7
Tom has 7 apples. ;; So Tom has 7 apples left. ;; There are 7 apples in the basket. ;; Therefore, Tom has 3 + 4 = 7 apples. ;; She needs 7 more. ;; So the sum is 7. ;; The sum of the numbers is 7. ;; Hence x = 7. ;; We get x = 7. ;; This gives us 7. ;; x is equal to 7. ;; The value of x is $7$. ;; Thus the total equals 7. ;; 7 is the answer. ;; Therefore $x=7$. ;; In total there are 7. ;; It costs \$7. ;; = 7 ;; Therefore, 7. ;; So, there were 7 of them. ~ 7
Tom has 8 apples. ;; Tom has 7 apples and Ann has 8 apples. ;; Tom doesn't have 7 apples. ;; Tom has at least 7 apples. ;; Tom might have 7 apples. ;; The question says 7. ;; The sum is not 7. ;; Tom has 7 or 8 apples. ;; Tom has 17 apples. ;; Maybe Tom has 7 apples. ;; How many of the 7 apples are left? ;; If Tom has 7 apples, then he is happy. ;; 7 is wrong. ;; Tom has more than 7 apples. !~ 7
因此总数为7。 ;; 所以x=7。 ;; 因此 $x=7$。 ;; 所以小明一共有7个苹果。 ;; 一共有7个。 ;; 因此x等于7。 ;; 所以和是7。 ;; 综上所述，x的值为7。 ;; 即x=7。 ;; 解得x=7 ;; 解得 $x=7$。 ;; 所以他还剩7元。 ;; 总共7人。 ~ 7
因此总数为8。 ;; 小明有7个苹果，小红有8个梨。 ;; 总数不是7。 ;; 可能有7个。 ;; 如果小明有7个苹果 ;; 题目中有7个苹果 ;; 小明有7个或8个苹果。 !~ 7
Step 1: 3 + 4 = 7.⏎Step 2: 7 - 2 = 5.⏎Therefore, the answer is 5. ;; We compute 3+4=7, then 7-2=5.⏎⏎\boxed{5} ;; First 3+4 = 7.⏎Then 7-2=5.⏎So the result is 5. ;; First, add: 3 + 4 = 7.⏎Then subtract: 7 - 2 = 5.⏎⏎Tom has 5 apples left. ;; ### Solution⏎3+4=7, 7-2=5⏎⏎### Answer⏎5 ;; **Solution**⏎⏎Adding gives $3+4=7$.⏎⏎**Final answer**⏎⏎$$5$$ ;; We have⏎\[ 7-2 = 5 \]⏎The answer is⏎\[ 5 \] ;; Some work.⏎⏎Answer:⏎5 ;; Some work.⏎⏎Thus, the final answer is: $\boxed{5}$. ;; <think>maybe 6</think><answer>5</answer> ;; <think>Let me think. The answer is 6? No, 5.</think>⏎⏎The answer is 5. ;; \boxed{7-2} is $\boxed{5}$ ;; 第一步：3+4=7。⏎第二步：7-2=5。⏎所以答案是5。 ;; 先算3+4=7，再算7-2=5。⏎答：还剩5个苹果。 ;; $\boxed{5}$⏎⏎I hope it is correct. ;; Final Answer: The final answer is $5$. I hope it is correct. ~ 5
Step 1: 3 + 4 = 7.⏎Step 2: 7 - 2 = 5.⏎Therefore, the answer is 6. ;; The answer is 5. Wait, the answer is 6. ;; \boxed{5} and \boxed{6} ;; \boxed{6} ;; \boxed{5}⏎⏎Wait, the answer is 6. ;; The answer is not \boxed{5}. ;; Maybe \boxed{5}? ;; It could be \boxed{5} or 6. ;; \boxed{5 or 6} ;; \boxed{} ;; \boxed{5 ;; <answer>6</answer> 5 ;; The value 5 appears, so the answer is 4. ;; I am not sure. \boxed{5}? ;; <answer>5</answer><answer>6</answer> ;; We have 5 apples.⏎The answer is 3. ;; I don't know, \boxed{5} maybe ;; 答案是5。不对，答案是6。 ;; \boxed{5}或\boxed{6} ;; The answer is 5.⏎The answer is 6. !~ 5
\boxed{\frac{1}{2}} ;; \boxed{\dfrac{1}{2}} ;; $\boxed{0.5}$ ;; The probability is $\frac{1}{2}$. ;; The probability is 1/2. ;; So $P(A)=\frac{1}{2}$. ;; \boxed{0.5} = \boxed{\frac12} ;; Hence the probability equals $\tfrac12$. ;; The answer is $\frac{1}{2}$, since both outcomes are equally likely. ;; The answer is 1/2 because both are equal. ;; 所以概率是$\frac{1}{2}$。 ;; 因此概率为二分之一。 ;; The chance is 50%. ;; \fbox{1/2} ;; \boxed{\text{The probability is } \frac12} ~ \frac{1}{2}
\boxed{\frac{1}{3}} ;; The probability is $\frac{2}{1}$. ;; The probability is not 1/2. ;; \boxed{\frac12}\boxed{\frac13} ;; 所以概率不是$\frac{1}{2}$。 !~ \frac{1}{2}
The solutions are $x=2$ and $x=3$. ;; The solutions are 2 and 3. ;; So x = 2 or x = 3. ;; Hence $x = 2$ or $x = 3$. ;; The answer is $x=2$ or $x=3$. ;; \boxed{x=2 \text{ or } x=3} ;; \boxed{2,3} ;; The solution set is $\{2,3\}$. ;; 所以方程的解为x=2或x=3。 ;; 答案：x=2 或 x=3 ;; 解集为$\{2,3\}$。 ;; 故方程的解是 $x_1=2,x_2=3$。 ~ x=2 或 x=3
The solution is 2. ;; The solutions are 2 and 4. ;; 解为x=2。 !~ x=2 或 x=3
\boxed{2}, \boxed{3} ~ x=2 或 x=3
The solution is $x>2$. ;; Therefore $x > 2$. ;; The solution set is $(2,\infty)$. ;; The answer is $(2, \infty)$. ;; So the range is $(2,\infty)$. ;; 所以x的取值范围是x>2。 ;; 解集为$(2,+\infty)$。 ;; 故答案为：$x>2$ ~ (2,\infty)
The solution is $x\ge 2$. ;; The answer is $[2, \infty)$. ;; 所以x的取值范围是x≥2。 !~ (2,\infty)
The area is 12 cm². ;; The area is $12$ square centimeters. ;; The area is $12\text{ cm}^2$. ;; So the area of the triangle is $12\,\mathrm{cm}^2$. ;; 面积为12平方厘米。 ;; The area is 12. ;; \boxed{12} square centimeters ~ 12 cm^2
The area is 12 cm. ;; The area is 12 square meters. ;; 面积为12平方米。 !~ 12 cm^2
Therefore, the function is even. ;; The function is even. ;; The answer is even. ;; \boxed{\text{even}} ;; Answer: even ;; 因此该函数为偶函数。 ~ even
Therefore, the function is odd. ;; The function is not even. ;; The function is neither. !~ even
Therefore, it is Tuesday. ;; The answer is Tuesday. ;; The day is Tuesday. ~ Tuesday
The answer is B. ;; The answer is (B). ;; The correct option is B. ;; \boxed{B} ;; \boxed{\text{(B)}} ;; 故选B。 ;; 故选：B ;; 答案选B。 ;; 所以答案是B。 ;; 因此选B ;; **B** ;; Therefore the answer is **(B)**. ;; The answer is B) 12. ;; Answer: B ;; 正确答案是B。 ;; I choose B. ;; 应选B。 ;; 选项B正确。 ~ B
The answer is C. ;; The answer is A or B. ;; The answer is not B. ;; 故选C。 ;; 故选A或B ;; \boxed{A}\boxed{B} ;; 不选B !~ B
The answer is 1,234. ;; The total is 1,234 dollars. ;; The answer is \$1,234. ;; So she earned $1,234. ;; So she earned \$1{,}234.00. ;; #### 1,234 ;; 所以一共1234元。 ~ 1234
The answer is 1.234. ;; The answer is 1. ;; #### 1,235 !~ 1234
The answer is 3.14. ;; The answer is 3.14 ;; 答案是3.14。 ~ 3.14
The answer is 3. ;; The answer is 3.1. ;; The answer is 14. !~ 3.14
The answer is $x^2+1$. ;; So $f(x)=x^2+1$. ;; Hence f(x) = x^2 + 1. ;; 所以$f(x)=x^2+1$。 ;; \boxed{f(x) = x^2+1} ;; The polynomial is $x^2+1$. ~ x^2+1
The answer is $x^2$. ;; So $f(x)=x^2-1$. !~ x^2+1
""")

ENDINGS = table(r"""
Thus $a$ must satisfy $-1 < a < 3$. ;; 所以不等式的解集为 $\{x\mid -1<x<3\}$。 ~ (-1,3)
$A\cup B = (-1, 3]$ ~ (-1,3]
Therefore the solution set is $\{x \mid x < -1 \text{ or } x > 3\}$. ~ (-\infty,-1)\cup(3,\infty)
综上，实数 $a$ 的取值范围是 $(-\infty,1]$。 ;; 综上所述，$a\le 1$。 ~ (-\infty,1]
The domain is all real numbers except 2. ~ (-\infty,2)\cup(2,\infty)
所以 $f(x)$ 的单调递增区间为 $(0,1)$。 ~ (0,1)
∴不等式组的解集为 $1<x\le3$． ~ (1,3]
The vertex is at $(2, -3)$. ;; So the coordinates of the point are (2, -3). ;; 点P的坐标为(2,-3)。 ;; 所以点 $P$ 的坐标是 $P(2,-3)$。 ~ (2,-3)
(1) 3⏎(2) 4 ~ (3, 4)
Answer: x = 3, y = 4 ~ (3,4)
The solution of the system is $x = 5, y = 3$. !~ (3,5)
Hence $(x, y) = (3, 5)$. ;; So the point is $P = (3,5)$. ;; The solution of the system is $x = 3, y = 5$. ~ (3,5)
So we need $x > 3$. ~ (3,\infty)
The polynomial factors as (x - 2)(x + 3). ~ (x-2)(x+3)
所以 $m=-1$ 或 $m=2$（舍去），故 $m=-1$。 ~ -1
The determinant is $1\cdot4-2\cdot3=-2$. ;; 因此直线 $l$ 的斜率为 $-2$。 ~ -2
The slope is -2/3. ~ -2/3
Hence $x=1$ or $x=-3$, but $x>0$, so $x = 1$. ;; 解得 $x_1=1$，$x_2=-3$（舍去）。 !~ -3
The answer is -3. ;; The answer is −3. ;; The answer is negative three. ~ -3
$\vec{a}\cdot\vec{b} = -5$ ;; The temperature is -5 degrees. ~ -5
So $\cos A = -\frac{1}{2}$, which means $A = 120^\circ$. !~ -\frac12
The slope is $-\frac{2}{3}$. ~ -\frac23
The answer is 1/3, which is about 0.33. !~ 0.3
P(A) = 0.3 ~ 0.3
As a decimal this is $0.375$. ~ 0.375
The minimum is 3, which occurs when x = 1. ;; There are 3 solutions: x = 1, 2, 3. ;; 综上，当 $a\le 0$ 时无零点；当 $a>0$ 时有一个零点。 ;; 这个数比 12 大 1。 ;; 所以 $f(x)_{\max}=f(1)=2$。 !~ 1
Hence $x=1$ or $x=-3$, but $x>0$, so $x = 1$. ;; x = 1 or x = -3. Since x must be positive, x = 1. ;; 解得 x=1 或 x=-3（舍去），所以 x=1。 ;; 解得 $x_1=1$，$x_2=-3$（舍去）。 ;; x = 1 or x = -3 (rejected since x > 0) ;; $\lim_{x\to 0} \frac{\sin x}{x} = 1$ ;; $$\int_0^1 2x\,dx = \left[x^2\right]_0^1 = 1$$ ;; The units digit of $7^{100}$ is $1$. ;; There is exactly 1 solution. ~ 1
$z = 1 + 2i$ ~ 1+2i
综上，$m$ 的值为 $1$ 或 $-2$。 ;; 综上可知，$m=1$ 或 $m=-2$。 ~ 1, -2
The solutions are $x = 1$ and $x = -3$. ~ 1, -3
So $x \in \{1, 2\}$. ~ 1, 2
解得：$x_1=1$，$x_2=3$． ;; The x-intercepts are 1 and 3. ~ 1, 3
Var(X) = 1.25 ~ 1.25
离家还有1500米。 ~ 1.5千米
离家还有1500米。 !~ 1.5米
The answer is $\frac{1}{2}$, or equivalently $0.5$. ;; 原式 $=\frac{1}{2}$ ;; 填空：$\frac{1}{2}$ ;; 故填 $\frac{1}{2}$。 ~ 1/2
The answer is $\frac{1}{2}$, or equivalently $0.5$. !~ 1/3
The answer is 1/3, which is about 0.33. ~ 1/3
Then P = 1/2 × 1/3 = 1/6. ;; By symmetry the answer is also $\frac{1}{6}$. ~ 1/6
So $S = 1 + 2 + \cdots + 10 = 55$. ;; $\sum_{k=1}^{10} k = 55$ ;; The discount is 0.2 * 50 = $10, so the price is 50 - 10 = $40. ;; The price increased by $10 to $60. !~ 10
The number of ways is $\binom{5}{2} = 10$. ;; There are $\binom{5}{2}=10$ ways. ;; So there are 10 ways to choose 2 of the 5 books. ;; Weng earned $10 yesterday. ;; 故共有 $C_5^2=10$ 种选法。 ;; 故不同的选法种数为10。 ~ 10
The answer is 1,000,000. ;; The answer is 10^6. ;; The answer is $10^6$, or one million. ~ 1000000
In base 2, the number is $1011_2$. ~ 1011_2
So x = 4. Check: 2(4)+3 = 8+3 = 11, as required. ;; 因此 x = 4。⏎检验：2×4+3=11，成立。 ;; If the first guess were right, we would get \boxed{11}; actually it is \boxed{12}. ;; 由题意得 2x+3=11，解得 x=4。 !~ 11
因此该数列的前10项和为 $S_{10}=110$。 ;; 即 $S_{10}=\frac{10(2+20)}{2}=110$． ~ 110
The answer isn't \boxed{12}. ;; It cannot be \boxed{12}. ;; \boxed{12} is wrong. ;; \boxed{12}? No. ;; 并非 $\boxed{12}$。 ;; 答案不是$\boxed{12}$，而是$\boxed{13}$。 ;; I get 12, but the key says 13. ;; The answer is 12, but it should be 13. ;; Some say 12; it's really 13. ;; Either 12 or 13. ;; The answer lies between 12 and 13. ;; The answer was 12 before the correction; now it is 13. ;; Nope: 12 is too small. ;; 12 is too big. ;; My first answer, 12, was wrong. ;; The number 12 does not satisfy the condition. ;; 12 fails the test. ;; 12不满足条件。 ;; 12不是答案。 ;; 12是错的。 ;; 12太大了。 ;; 这个数比12大。 ;; 这个数比12小1。 ;; 结果小于12。 ;; 结果在12以上。 ;; 结果在12和13之间。 ;; 不会超过12。 ;; 达不到12。 ;; 没有12个。 ;; 哪有12个？ ;; 他没有12个苹果。 ;; 他不需要12个。 ;; There aren't 12 of them. ;; There are not 12 of them. ;; Fewer than 12. ;; 12 at most. ;; 12 or fewer. ;; At minimum 12. ;; Upwards of 12. ;; North of 12. ;; Almost 12. ;; Just over 12. ;; Just shy of 12. ;; A bit more than 12. ;; Roughly 12. ;; 12-ish ;; 12 give or take ;; 12 ± 1 ;; 12 plus or minus 1 ;; The remainder when divided by 12 is 5. ;; Of the 12 students, 5 passed. ;; There are 12 girls and 15 boys. ;; Assume the answer is 12. Then we get a contradiction. ;; Let x = 12. ;; Is the answer 12? ;; Could the answer be 12? Let's see. ;; The answer must be a multiple of 12. ;; The answer is a factor of 12. ;; The answer is twice 12. ;; The answer is half of 12. ;; The answer is the square root of 12. ;; The answer is 12 squared. ;; The answer is 12 more than 5. ;; The answer is one less than 12. ;; The answer is divisible by 12. ;; The answer is prime. ;; The answer is even and less than 12. ;; The sum of 12 and 5 ;; The sum exceeds 12 by 3. ;; 答案是12的倍数。 ;; 答案是12的两倍。 ;; 答案是12的一半。 ;; 答案能被12整除。 ;; 答案比12多3。 ;; 结果是12加5。 ;; 结果为12的平方根。 ;; 这个数是12的因数。 ;; 这个数除以12余5。 ;; 12除以5，商是2，余数是2。 ;; 小明今年12岁，爸爸今年40岁。 ;; Answer: roughly 12 ;; Answer: 12 or 13 ;; Answer: 12? ;; Answer: N/A ;; I cannot solve this. ;; The result 12 is incorrect; it should be 14. ;; We found 12, contradicting the assumption. ;; Therefore, the original claim that it is 12 is false. ;; She bought 3 packs of 12, so she has 36 cookies. ;; 并不是12，实际上是14。 ;; 应该是14而不是12。 ;; 有人认为是12，其实是14。 ;; 虽然很多人会选12，但正确答案是14。 ;; While 12 seems right, the answer is 14. ;; At first glance it's 12. ;; One might think the answer is 12. ;; You might expect 12, but it is 14. ;; The wrong answer is 12. ;; A common mistake is to answer 12. ;; If it were 12, we'd be done. ;; Let's say it is 12. !~ 12
\boxed{12} or more ;; more than \boxed{12} ;; at least \boxed{12} ;; Approximately \boxed{12} ;; About $\boxed{12}$ people. ;; 不止\boxed{12} ;; 超过$\boxed{12}$个。 ~ 12
Total cost = 3 * $4 = $12. ;; Since $a = 3$ and $b = 4$, $ab = 12$. ;; We conclude that $n = 12$. ;; It follows that $n = 12$. ;; Thus we must have $k=12$. ;; So $x$ must be $12$. ;; Our only possibility is $12$. ;; The smallest such $n$ is $12$. ;; Hence the smallest possible value of $n$ is therefore $\boxed{12}$. ;; The desired sum is $3+9=12$. ;; Adding these up, $3 + 9 = 12$. ;; Multiplying, we find $xy = 12$. ;; Plugging in $x=3$ gives $y = 12$. ;; Substituting $x = 3$ into the formula yields $f(3) = 12$. ;; The answer is 12 (twelve). ;; The answer is twelve. ;; Twelve. ;; The answer is 12.0 ;; Ans: 12 ;; Ans. 12 ;; answer is: $12$. ;; **The answer is 12.** ;; _Answer:_ 12 ;; > **12** ;; ## 12 ;; - **12** ;; Answer:⏎⏎**12** ;; Answer:⏎```⏎12⏎``` ;; ```⏎12⏎``` ;; **Result:** $12$ ;; Result: 12 units ;; Solution: 12 ;; Conclusion: The number is 12. ;; In conclusion, the number of ways is 12. ;; To summarize, there are 12 ways. ;; Final answer: $x = 12$. ;; FINAL ANSWER: 12 ;; Final Answer⏎12 ;; The final answer is $12. ;; The final answer is $\boxed{12}$.⏎⏎$\boxed{12}$ ;; \boxed{12}.⏎⏎To double-check, 12/3 = 4, consistent with the problem. ;; \boxed{12}. (Not 13, since 13 is odd.) ;; $\boxed{12}$ (and not $13$). ;; It's definitely not 13, it's 12. ;; A minimum of 12 coins. ;; Tom is 12 years old. ;; Ann has $12 left. ;; There are 12 students in the class. ;; She ran 5 + 7 = 12 miles. ;; They sold 5 + 7 = 12 tickets on both days. ;; 5 + 7 = 12 tickets ;; lcm(4, 6) = 12. ;; The hypotenuse is 5, so the perimeter is 3 + 4 + 5 = 12. ;; After 3 days he has 12 left. ;; Area = ½ × 6 × 4 = 12 ;; 因此 $\triangle ABC$ 的周长为 $12$。 ;; 这个数最小是 12。 ~ 12
The force is 12 N. ~ 12 N
The rope is $12$ m long. ;; The rope is 12 m long. ;; The rope's length is $\boxed{12}$ m. ;; 长度为$\boxed{12}$米。 ;; $12$ m ;; $12$ 米 ;; \(12\) 米 ;; $$12$$ 米 ;; **12** 米 ;; The length is **12** m. ;; Setting $t=0$, we obtain $h = 12$ meters. !~ 12 cm
Area = 3 × 4 = 12 cm² ~ 12 cm^2
The speed is $12$ m/s. !~ 12 km/h
Answer: 12 cm !~ 12 m
The rope is $12$ m long. ;; The rope is $12$ meters long. ;; The length is **12 m**. ;; Setting $t=0$, we obtain $h = 12$ meters. ~ 12 m
The speed is $12$ m/s. ~ 12 m/s
Area = 3 × 4 = 12 cm² !~ 12 m^2
She ran 5 miles on Monday and 7 miles on Tuesday, for a total of 12 miles. ~ 12 miles
Tom is 12 years old. ~ 12 years
The mean of the numbers is 12.5 and the median is 12. !~ 12.5
Sam made a profit of \$12.50 on the deal. ~ 12.5
There are $5! = 120$ arrangements. ;; Answer: 5! = 120 ;; 所以不同的排法共有 $5!=120$（种）。 ~ 120
Here is the solution.⏎⏎1. Rate = 60 km/h.⏎2. Time = 2 h.⏎3. Distance = 60 × 2 = 120 km.⏎⏎Distance travelled: **120 km** ~ 120 km
The population doubled to 12 million. ;; The population is 12 million. ~ 12000000
So $\cos A = -\frac{1}{2}$, which means $A = 120^\circ$. ~ 120^\circ
答：这本书有120页。 ~ 120页
The area is $12\pi$ square inches. ~ 12\pi
The area is $12\pi$ square inches. !~ 12\pi\text{ cm}^2
答：这条绳子长 $12$ 米。 !~ 12\text{ cm}
The answer is \(12\) dollars. !~ 12元
答：这条绳子长 $12$ 米。 ;; 面积=3×4=12（平方厘米） !~ 12厘米
所以小华今年 12 岁。 ~ 12岁
面积=3×4=12平方厘米 ;; 面积=3×4=12（平方厘米） ~ 12平方厘米
答：这条绳子长 $12$ 米。 ~ 12米
The answer lies between 12 and 13. ;; The answer is in the interval 12 to 13. ;; It's definitely not 13, it's 12. ;; 12 works but 13 does not. ;; Ignoring the constraint, the answer is 12. ;; He lacks 12 coins. ;; We want to show that the answer is 12. ;; The answer is 12 times larger. ;; He claimed it is 12. ;; We need it to be 12. !~ 13
He will need to buy 13 cartons. ;; 答案不是$\boxed{12}$，而是$\boxed{13}$。 ~ 13
The naive answer is 12. ;; The previous answer was 12. !~ 14
So, the sum of all such integers is $1+4+9=14$. ;; 并不是12，实际上是14。 ;; 应该是14而不是12。 ;; 虽然很多人会选12，但正确答案是14。 ~ 14
The final price is $1,430.50. ~ 1430.5
There are 12 girls, and therefore 15 boys. ~ 15
Carla needs 160 minutes to download the file. ~ 160
<think>ok</think>⏎⏎The product of 17 and 3 is 51. !~ 17
12和18的最大公约数是6。 !~ 18
So she has 16 - 3 - 4 = <<16-3-4=9>>9 eggs.⏎She makes 9 * 2 = $<<9*2=18>>18 every day. ;; She makes 9 * 2 = $18 every day at the farmer's market. ;; She makes $18 every day. ;; Janet makes 18 dollars per day. ~ 18
The maximum value is $5$, attained at $x=2$. ;; 当 $x=2$ 时，函数有最大值 $5$。 ;; The cost is 5 × $2 = $10. ;; 所以 $a+b$ 的最小值为 $4$，当且仅当 $a=b=2$ 时取等号。 ;; 所以 $m=-1$ 或 $m=2$（舍去），故 $m=-1$。 !~ 2
综上所述，当 $a>0$ 时函数单调递增，所以 $a$ 的最小值为 $2$。 ;; 12除以5的余数是2。 ;; 所以 $f(x)_{\max}=f(1)=2$。 ;; The two cars meet after 2 hours. ~ 2
The two cars meet after 2 hours. ~ 2 hours
E(X) = 2.5 ~ 2.5
It weighs 2.5 kg. !~ 2.5 g
It takes 2 hours and 30 minutes. ~ 2.5 hours
It weighs 2.5 kg. ~ 2.5 kg
每支铅笔2.5元。 ~ 2.5元
She has 2/3 of a cup left. ~ 2/3
So, Wendi needs to give her chickens 20 cups of feed in the final meal of the day. ~ 20
原价是 200 元，现价是 160 元，所以便宜了 40 元。 !~ 200元
答：男生有20人，女生有25人。 !~ 20人
The perimeter is 24 cm and the area is 35 cm². !~ 24 cm
所以这批零件共有 240 个。 ~ 240
答：甲、乙两地相距 240 千米。 ~ 240千米
长方形的周长是24厘米，面积是35平方厘米。 !~ 24厘米
So, the cost per person is $150 ÷ 6 = $25. ;; Combining both cases, we get a total of $10+15=25$ ways. ~ 25
That is 25% of the class. ~ 25%
The temperature is 25°C. ~ 25^\circ C
Therefore, Toulouse, Charleston, and Seattle have 260 sheep together. ~ 260
There are 12 girls and 15 boys, so 27 in total. ;; In total, 27 students attended. ;; 27 students attended. ;; So 27 students attended. ;; A total of 27 students attended. ;; The number of students is twenty-seven. ;; So the total number of apples is 12 + 15 = 27 apples. ;; In 5 years, Tom will be 27 years old. ;; He will have 36 - 9 = 27 cookies left. ;; Thus there are 27 cookies left over. ;; Of the total, 30% is 27. ;; 30% of 90 is 27. ;; The price after the discount is $27.00. ~ 27
Therefore he spent 27 dollars. !~ 27元
妈妈比小明大28岁。 ~ 28
$a_{10} = 29$ ~ 29
After simplification we get $2\sqrt{3}$. ~ 2\sqrt3
The area equals $\boxed{2\sqrt{3}} \approx 3.46$. ;; So $S = 2\sqrt{3} \approx 3.46$. ;; The answer is $2\sqrt3 \approx 3.46$. ;; The answer is $2\sqrt3$, which is approximately 3.46. ;; The length is $2\sqrt{3}$ (about 3.46) units. ;; Answer: 2√3 (≈3.46) ~ 2\sqrt{3}
Answer: 2√3 ≈ 3.46 cm ~ 2\sqrt{3} cm
Answer: 2√3 ≈ 3.46 cm !~ 2\sqrt{3} m
The derivative is $f'(x) = 2x$. ~ 2x
Answer: y = 2x - 1 ~ 2x-1
Plugging in $x=3$ gives $y = 12$. ;; Therefore, the two numbers are $3$ and $5$. ;; 则 $a=3$，$b=5$，故 $a+b=8$。 ;; x=3 is extraneous. ;; $x=3$ does not satisfy the equation. ;; $x = 3$ is not a solution. ;; Since $x=3$ makes the denominator zero, there is no solution. ;; We reject $x=3$. ;; We discard $x=3$ and keep $x=5$. ;; The possible values are 3 and 5, but only 5 works. ;; Suppose x = 3. Then 2x = 6. ;; 答案比12多3。 ;; 经检验，$x=3$ 是增根，原方程无解。 ;; $x=3$ 不是方程的解。 ;; 故 $x\neq 3$。 ;; ∴ x=3或x=5. ;; After 3 days he has 12 left. ;; 因此圆心坐标为 $(1,-2)$，半径为 $3$。 !~ 3
（1）3（2）5 ?~ 3
【分析】利用公式。⏎【详解】解：由题意得 x=3，⏎故答案为：3． ;; The minimum is 3, which occurs when x = 1. ;; It takes 3 bolts in total. ;; Therefore, it takes 2 + 1 = 3 bolts in total to make the robe. ;; The remainder is 3 when 15 is divided by 4. ;; When 15 is divided by 4, the remainder is 3. ;; 15 ÷ 4 = 3 remainder 3, so the remainder is 3. ;; $\log_2 8 = 3$ ;; 又因为 $x>0$，所以 $x=3$。 ;; 由①②得 x=3。 ;; x = 3 (double root) ;; x = 3 is the only solution. ;; The only solution is x = 3. ;; The unique solution is $x=3$. ;; We see that $x = 3$ works. ;; Only $x=3$ satisfies both conditions. ;; 因此，满足条件的 $x$ 为 $3$。 ;; 由此得 $x=3$。 ;; 经检验，$x=3$ 是原方程的根。 ;; There are exactly 3 real roots. ;; So Peter is 3 years older. ;; 所以 $k$ 的最大值是 $3$． ~ 3
The mass is \(3\) kg. !~ 3 g
The possible values are 3 and 5, but only 5 works. !~ 3, 5
Therefore, the two numbers are $3$ and $5$. ;; The two numbers are 3 and 5. ;; Part (a): 3⏎Part (b): 5 ;; a) 3⏎b) 5 ;; ∴ x=3或x=5. ~ 3, 5
Rounded to two decimal places, the answer is approximately 3.46. ;; 所以约等于3.46。 ;; Answer: ≈ 3.46 ~ 3.46
It took him 3.5 hours. ;; Rounded to the nearest tenth, the answer is 3.5. ;; The expected value is $\frac{7}{2}$, i.e. $3.5$. ~ 3.5
答：应找回 3.5 元。 ~ 3.5元
P(both red) = 3/5 × 2/4 = 3/10 ;; 所以，概率 $P=\frac{3}{10}$。 ~ 3/10
Thus 3/4 of the cake is left. ;; $\tan\alpha = \frac{3}{4}$ ;; In simplest form, the fraction is $\frac{3}{4}$. ;; The final answer is:⏎⏎$$⏎\frac{3}{4}⏎$$ ;; Thus, the probability is:⏎⏎\[⏎\frac{3}{4}⏎\] ~ 3/4
The correct answer is 3/5 of the pie. ;; 则 $\sin\theta=\frac{3}{5}$。 ~ 3/5
The probability is 3/8 (i.e., 37.5%). ;; The probability is 3/8, or 37.5%. ;; 答案应为 3/8，而不是 5/8。 ;; 答案不是 5/8，而是 3/8。 ;; The answer is not 5/8 but 3/8. ;; The answer is 3/8, not 5/8. ;; The answer is 3/8 rather than 5/8. ;; Instead of 5/8, the answer is 3/8. ;; The answer isn't 5/8. It's 3/8. ;; Answer in simplest form: $\frac{3}{8}$ ~ 3/8
The value is 3 thousand. ~ 3000
The mass is \(3\) kg. ~ 3000 g
$\angle ABC = 30^\circ$ ~ 30^\circ
Mark has 35 flowers in his garden. ;; Altogether, the flowers number 35. ~ 35
长方形的面积是 $35\ \text{cm}^2$。 !~ 35 cm
长方形的面积是 $35\ \text{cm}^2$。 ~ 35 cm^2
他一共花了 15+20=35（元）。 ~ 35元
He can fill 9 bags with 4 left over. !~ 36
She bought 3 packs of 12, so she has 36 cookies. ~ 36
With $r = 3$, the volume is $36\pi$. ;; 圆柱的体积是 $36\pi\ \text{cm}^3$。 ~ 36\pi
The train leaves at 3:15 PM. ~ 3:15 PM
The ratio of boys to girls is 3:2. ;; 男生与女生的比是3∶2。 ;; The answer is 3:2 (three to two). ~ 3:2
The time is 3:45 PM. ~ 3:45 PM
He arrives at 3:45 PM. ~ 3:45 p.m.
Hence the ratio is 3 to 5. ~ 3:5
Answer: 3√5 ~ 3\sqrt5
So $S = 2\sqrt{3} \approx 3.46$. !~ 3\sqrt{3}
$f'(x) = 3x^2$ ~ 3x^2
答：够了，还剩 3 元。 ~ 3元
质量是 $3$ 千克。 !~ 3克
一共需要3个小时。 ~ 3小时
12÷4＝3（次） ~ 3次
答：这个数是 4，另一个数是 6。 ;; John is 45 miles from home after 4 hours. ;; When 15 is divided by 4, the remainder is 3. ;; The product of 3 and 4. ;; 最小值是4，最大值是9。 ;; Each of the 4 kids gets 9 cookies. ;; He can fill 9 bags with 4 left over. !~ 4
$$\begin{aligned} 2x+3 &= 11 \\ 2x &= 8 \\ x &= 4 \end{aligned}$$ ;; Subtract 3: 2x = 8. Divide by 2: x = 4. ;; 2x + 3 = 11⏎2x = 8⏎x = 4 ;; 2x + 3 = 11⏎2x = 8⏎x = 4⏎⏎Check: 2(4) + 3 = 11 ✓ ;; Solving gives x = 4.⏎⏎Check: 2·4 + 3 = 11. ✓ ;; So x = 4. Check: 2(4)+3 = 8+3 = 11, as required. ;; The answer is x = 4. Let's verify: 2·4+3=11. Correct! ;; The answer is 4.⏎⏎Verification: 2·4+3=11, which is correct. ;; Therefore, x = 4.⏎⏎Let me double check: 2(4)+3 = 11. Yes, it works. ;; 因此 x = 4。⏎检验：2×4+3=11，成立。 ;; 解得 $x=4$，经检验，$x=4$ 是原方程的解。 ;; 解得x=4，经检验符合题意。 ;; 答：小明有 4 本书。验算：4+3=7。 ;; They need 4 buses. ;; To solve the equation $2x + 3 = 11$, we first subtract 3 from both sides:⏎⏎\[⏎2x = 8⏎\]⏎⏎Then divide by 2:⏎⏎\[⏎x = 4⏎\] ;; To solve the equation $2x + 3 = 11$, we first subtract 3 from both sides:⏎⏎\[⏎2x = 8⏎\]⏎⏎Then divide by 2:⏎⏎\[⏎x = 4⏎\]⏎⏎So the value of $x$ is \( 4 \). ;; 由题意得 2x+3=11，解得 x=4。 ;; 设这个数为 x，则 2x+3=11，解得 x=4。⏎答：这个数是 4。 ;; 解：设小明有 x 本书，⏎2x+3=11⏎2x=8⏎x=4⏎答：小明有 4 本书。 ;; 解：$x=4$ ;; ∴方程的解为 x=4． ;; The y-intercept is 4. ;; $2^{10} = 1024$, so the number has 4 digits. ;; 当且仅当 $a=b=1$ 时取等号，故最小值为 $4$。 ;; 所以 $a+b$ 的最小值为 $4$，当且仅当 $a=b=2$ 时取等号。 ~ 4
The tank holds 40 liters of water. ~ 40 L
原价是 200 元，现价是 160 元，所以便宜了 40 元。 ~ 40元
The answer is 41. Wait, I made a mistake. 6*7 = 42. So the answer is 42. ;; I initially got 41, but the correct answer is 42. !~ 41
The answer should be anything but 42. ;; The answer is anything other than 42. ;; The answer is different from 42. ;; The answer is far from 42. ;; The answer is no longer 42. ;; The result is never 42. ;; The answer is less than 42. ;; The answer is over 42. ;; The answer exceeds 42. ;; Tom has up to 42 apples. ;; Tom has under 42 apples. ;; There are close to 42 apples. ;; There were almost 42 people. ;; 小明有不止42个苹果。 ;; 一共不止42个。 ;; 总数超过42。 ;; 总数不足42。 ;; 总数不少于42。 ;; 总数不超过42。 ;; 至多42人。 ;; 总数接近42。 ;; 答案≠42 ;; $x \neq 42$ ;; So $x \ne 42$. ;; 所以x不等于42。 ;; 并非42。 ;; 答案并不是42。 ;; 结果绝不是42。 ;; 答案不为42。 ;; It is false that the answer is 42. ;; It is impossible for the answer to be 42. ;; I would have said 42, but the answer is 43. ;; The answer is 43 (not 42). ;; The answer would be 42 if x were 3. !~ 42
So the total is 3 × 14 = 42.⏎⏎Final answer: 42 apples ;; **Final Answer**⏎⏎The value of $x$ is $\boxed{42}$. ;; ### Final Answer⏎$$\boxed{42}$$⏎⏎### Verification⏎$42/2 = 21$, which matches. ;; 42⏎⏎Explanation: 6 times 7 is 42. ;; **42**⏎⏎Because 6 × 7 = 42, the total must be 42. ;; Answer: 42⏎⏎Explanation: There are 6 rows of 7 chairs, so there are 6*7 = 42 chairs in total. ;; 答案：42⏎解析：每行 7 把椅子，共 6 行，所以有 6×7=42 把。 ;; The answer is 42. Here is why: there are 6 rows with 7 chairs each. ;; Wait, that's wrong. Let me redo: 6*7=42. So the answer is 42. ;; The answer is 41. Wait, I made a mistake. 6*7 = 42. So the answer is 42. ;; 答案是41。等等，我算错了，6×7=42，所以答案是42。 ;; 更正：答案是42。 ;; Correction: the answer is 42. ;; I initially got 41, but the correct answer is 42. ;; | Day | Total |⏎|---|---|⏎| 1 | 20 |⏎| 2 | 42 |⏎⏎The total after day 2 is **42**. ;; Julie should read 42 pages. ;; 1. First we add 3 and 4 to get 7.⏎2. Then multiply by 6 to get 42.⏎⏎So, 42. ;; Step 1: 3+4 = 7⏎Step 2: 7*6 = 42⏎⏎Final: 42 ;; Step 1: 3+4 = 7⏎Step 2: 7*6 = 42⏎⏎**42** ;; Step 1: 3+4 = 7⏎Step 2: 7*6 = 42⏎⏎$$\therefore x = 42$$ ;; $$⏎x = 42⏎$$ ;; \[⏎\boxed{42}⏎\] ;; \[⏎x = 42⏎\] ;; =42 ;; 原式=42 ~ 42
**Final Answer**⏎$\boxed{42}$ cm ~ 42 cm
**Final Answer**⏎$\boxed{42}$ cm !~ 42 m
Therefore the answer is $\boxed{42}$ meters, or equivalently $\boxed{4200}$ cm. ~ 42 m
3×14=42（元） !~ 42个
解：(3+4)×6=42（个）⏎答：一共有42个。 ;; (3+4)×6=42（个） ~ 42个
3×14=42（元） ~ 42元
6×7=42(平方厘米)⏎答：面积是42平方厘米。 ~ 42平方厘米
6×7=42(平方厘米)⏎答：面积是42平方厘米。 !~ 42平方米
I would have said 42, but the answer is 43. ;; The answer is 43 (not 42). ~ 43
Peter needs 45 more minutes. ~ 45
Answer: 45 degrees ;; Answer: 45° ~ 45^\circ
Eliza's earnings for this week are $460. ~ 460
He earns 3*40=$120 a week, so he earns 4*120=$480 in 4 weeks.⏎#### 480 ;; He earns 3*40=<<3*40=120>>120 dollars.⏎Then 4*120=<<4*120=480>>480.⏎#### 480 ~ 480
The meeting ends at 4:30. ~ 4:30
还需要 4 天才能完成。 ~ 4天
a) 3⏎b) 5 ;; He is 5'10" tall. ;; 这个数除以12余5。 ;; The hypotenuse is 5, so the perimeter is 3 + 4 + 5 = 12. ;; In 5 years, Tom will be 27 years old. !~ 5
【点睛】本题考查了勾股定理。⏎故答案为：$5$。 ;; 故答案为：5．⏎【点睛】本题考查了勾股定理，熟练掌握定理是解题的关键． ;; The maximum value is $5$, attained at $x=2$. ;; Therefore, the maximum is 5 when x = 2. ;; 因此当 $x=2$ 时，$y$ 取得最大值 $5$。 ;; 当x=2时，函数取最大值5。 ;; ∴ $AB = \sqrt{3^2+4^2} = 5$ ;; ∴ AB=5. ;; Since $a=3$ and $b=4$, we get $c=5$. ;; so our answer is $2 + 3 = \boxed{5}$, and we are done. ;; Thus the answer is $\boxed{5}$.⏎⏎Note: the original problem asked for 6, but that's a typo. ;; $\boxed{5}$ ✅ ;; Final Answer: $\boxed{5}$ ✓ ;; The final answer is **5**! ;; 🎉 The answer is 5 ;; Answer → 5 ;; => x = 5 ;; ⇒ x = 5 ;; $\Rightarrow x = 5$ ;; x = 5. QED ;; Thus $x=5$. $\blacksquare$ ;; Hence x = 5.⏎⏎Let me know if you have any questions! ;; So the answer is 5. Hope this helps! ;; Hence, there are 5 such integers.⏎⏎If you need more help, feel free to ask. ;; 希望对你有帮助！答案是5。 ;; 所以x=5。⏎希望这能帮到你！ ;; 所以一共有5种不同的方法。 ;; 因此，共有 5 个满足条件的整数。 ;; The answer is $5$ (namely $1, 2, 3, 4, 5$). ;; The sum is 5 (since 2+3=5). ;; So Betty still needs $5. ;; Betty needs 5 more dollars. ;; 答：最多可以买 5 支钢笔。 ;; The remainder when divided by 12 is 5. ;; 解：原式＝2＋3＝5 ;; 解：原式$=2+3=5$。 ;; It will take Tom 5 hours. ;; x = -3 is discarded because lengths are positive, so x = 5. ~ 5
The dimensions are 3 cm by 5 cm. !~ 5 cm
Thus $AB = \sqrt{3^2+4^2} = \sqrt{25} = 5$ cm. ~ 5 cm
The speed is 5 m/s. !~ 5 km/h
Thus $AB = \sqrt{3^2+4^2} = \sqrt{25} = 5$ cm. !~ 5 m
The speed is 5 m/s. ~ 5 m/s
The distance is $\sqrt{34} \approx 5.83$ km. ;; 所以 $AB\approx 5.83$。 ~ 5.83
The distance is about 5.83 km. ~ 5.83 km
The distance is about 5.83 km. !~ 5.83 m
So there are 5 red marbles out of 12, giving a probability of 5/12. ;; Out of 12 students, 5 passed, so the fraction is 5/12. ~ 5/12
答案应为 3/8，而不是 5/8。 ;; 答案不是 5/8，而是 3/8。 ;; The answer is not 5/8 but 3/8. ;; The answer is 3/8, not 5/8. ;; The answer is 3/8 rather than 5/8. ;; The answer isn't 5/8. It's 3/8. !~ 5/8
The price dropped from $50 to $40. !~ 50
商店原来有 50 千克苹果。 ~ 50千克
<think>Let me compute: 17*3=51. Hmm, is it 50? No. 51.</think>⏎⏎To find the product, multiply 17 by 3:⏎⏎$$17 \times 3 = 51$$⏎⏎**Answer:** $51$ ;; <think>ok</think>⏎⏎The product of 17 and 3 is 51. ~ 51
Thus, James runs 540 meters a week. ~ 540
Let $S$ be the sum. Then $S = 1 + 2 + \cdots + 10 = 55$. ;; $\sum_{k=1}^{10} k = 55$ ~ 55
Answer: 3√5 !~ 5\sqrt3
小红的速度比小明快 5 米/秒。 ~ 5米/秒
42⏎⏎Explanation: 6 times 7 is 42. ;; So Alice has 4 apples and Bob has 6 apples. !~ 6
We have⏎\[\begin{aligned} S &= 1+2+3 \\ &= 6 + 0 \\ &= 6. \end{aligned}\] ;; We have⏎\begin{align*} S &= 1+2+3 \\ &= \boxed{6}. \end{align*} ;; 所以 $S_{\triangle ABC}=\frac12\times 3\times 4=6$． ;; ∴ $S=6$． ;; The greatest common divisor of 12 and 18 is 6. ;; gcd(12, 18) = 6 ;; $\gcd(12,18)=6$ ;; 12和18的最大公约数是6。 ~ 6
所以∠A=60°。 ;; 平均每天修 60 米。 ;; x=120÷2=60 ~ 60
Speed = 120/2 = 60 mph !~ 60 km/h
The train travels at 60 km/h. ~ 60 km/h
Speed = 120/2 = 60 mph ~ 60 mph
The angle is 60°. ;; The angle measures $60^\circ$. ;; 所以向量 $\vec{a}$ 与 $\vec{b}$ 的夹角为 $60^\circ$。 ~ 60^\circ
So ∠ABC = 60°. ~ 60°
甲车每小时行 60 千米。 ~ 60千米
所以火车的速度是每小时60千米。 ~ 60千米/小时
速度：120÷2=60（千米/时） ~ 60千米/时
He writes 624 pages a year. ~ 624
Kylar needs to pay $64 for the glasses. ~ 64
答：长是 8 米，宽是 6 米。 !~ 6米
The units digit of $7^{100}$ is $1$. !~ 7
\begin{aligned} x &= 3 + 4 \\ &= 7 \end{aligned} ;; x = 3 and y = 4, so x + y = **7**. ;; So $x = 3$, $y = 4$ and hence $x + y = 7$. ;; 因为x=3，y=4，所以x+y=7。 ;; So $m = 3$, $n = 4$, and the answer is $3 + 4 = \boxed{7}$. ;; Then $m+n=3+4=\boxed{007}$. ;; $f(2) = 7$ ;; 小明比小红多 7 本书。 ;; 应填：7 ;; The last digit is 7. ;; Finally, dividing by $2$ we have $x=7$. ;; 所以一共有3+4=7种情况。 ~ 7
这个三角形的面积是 7 平方厘米。 ~ 7 cm^2
She ran 5 miles on Monday and 7 miles on Tuesday, for a total of 12 miles. !~ 7 miles
The profit is $70,000. ;; So he made a profit of $70,000. ~ 70000
Thus, Natalia sold 48 + 24 = 72 clips altogether in April and May. ~ 72
这辆车的速度是 72km/h。 ~ 72 km/h
这辆车的速度是 72km/h。 !~ 72 m/s
一共需要付 72.5 元钱。 ~ 72.5元
他们一共植树 72 棵。 ~ 72棵
The area is approximately 78.54 square units. ;; 面积约为78.54平方厘米。 ~ 78.54
答：圆的面积约是78.54平方厘米。 ~ 78.54 cm^2
需要 7 天完成。 ;; 3+4=7(天) ~ 7天
还剩下 7 米。 ~ 7米
2x + 3 = 11⏎2x = 8⏎x = 4 ;; 答：甲数是12，乙数是8。 ;; Answer: 7 (mod 10) !~ 8
则 $a=3$，$b=5$，故 $a+b=8$。 ;; It remains to add: $3+5=8$. ~ 8
$\overline{x} = 80$ ~ 80
他花了 1 小时 20 分钟。 ~ 80分钟
Her average score was 87. ~ 87
The desired sum is $3+9=12$. ;; 答：至少要用8块砖。 !~ 9
Each of the 4 kids gets 9 cookies. ~ 9
30% of 90 is 27. ;; 27 is 30% of 90. !~ 90
答：合格率是 95%。 ~ 95%
Both (A) and (B) are correct. ;; (A) and (B) ;; A and C ;; The answer is A and B. ;; 选项A、C、D错误，选项B正确。 ;; It's not A. ;; Either A or B works. ;; The answer is all of the above. ;; The answer is (C) because (A) is too small and (B) is too large. !~ A
【详解】解：由题意得 $AB=5$，⏎∴$S=\frac{1}{2}\times 3\times 4=6$．⏎故选：A． ;; The answer is (A), not (B). ~ A
故选：ABD． !~ ABC
故选：ABD． ~ ABD
The correct options are A and C. ;; 故选AC。 ~ AC
A, B ;; The answer is (A), not (B). ;; So, the correct choice is (C) $15$. ;; 由此可知 A 正确；B 错误。 ;; Neither B nor C is right. ;; None of the options is right. !~ B
Option A is wrong, B is correct. ;; Options A and C are wrong. The answer is B. ;; 所以 $A\cap B=\{1,2\}$，故选 B。 ;; 因此，正确答案为：**B**。 ;; 所以正确的是 B 选项。 ;; 故本题选 B。 ;; 本题答案为 B。 ;; 因此应选择 B。 ;; 故答案选 (B) ;; 【答案】B ;; 故选：B．⏎ ;; 所以B正确，故选B ;; 选项A、C、D错误，选项B正确。 ;; The answer is **B** because 15 is divisible by 3. ;; **Answer: (B) 15** ;; Answer: B. 15 ;; (B) ;; My answer: B ;; So we eliminate A, C and D, leaving B. The answer is B. ;; A is not correct, so the answer is B. ~ B
答案：B、C ~ BC
Options B and D are both correct. ~ BD
The winner is Bob. ~ Bob
【答案】C⏎【解析】由题意得 $a=3$，故选 C。 ;; A is incorrect. B is incorrect. C is correct. ;; C. ;; **C. 15** ;; C) 15 ;; The correct answer is **C. 15**. ;; So, the correct choice is (C) $15$. ;; Thus, option (C) is correct. ;; Hence, the answer is option C. ;; 因此正确选项为 C。 ;; 所以选 (C)。 ;; 因此，选项 C 正确，选 C。 ;; A项错误，B项错误，C项正确，D项错误。故选C。 ;; My final answer is thus (C). ;; Thus choice (C) is the answer. ;; C is the right answer. ;; The correct answer choice is C: 15. ;; The answer is (C) because (A) is too small and (B) is too large. ~ C
The general solution is $y = Ce^{2x}$. ~ Ce^{2x}
故选D．⏎【点睛】本题考查集合的运算，属于基础题． ;; 所以，正确选项是 (D)。 ;; 综合以上分析，答案选择 D。 ;; 经过计算，应选 D 项。 ;; D选项正确。 ;; 选D ;; 故D正确． ;; 故ABC错误，D正确，选：D。 ;; 答案为D选项。 ;; 答案：D。理由如下：…… ~ D
So the answer is yes. ~ Yes
所以不等式的解集为 $\{x\mid -1<x<3\}$。 !~ [-1,3]
The range is $y \geq 0$. ~ [0,\infty)
故实数 $m$ 的取值范围为 $[1,2]$． ;; 因此 m 的取值范围是 1≤m≤2。 ~ [1,2]
函数的定义域是{x|x≥1}。 ~ [1,\infty)
The cost is 5 × $2 = $10. ~ \$10
共需 $12$ 元。 !~ \$12
The answer: twelve dollars ~ \$12
Total cost = 3 × $4 + $2 = $14 ~ \$14
The total cost is $12 + $15 = $27. ;; Therefore he spent 27 dollars. ~ \$27
The matrix is $\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}$. ~ \begin{pmatrix}1&2\\3&4\end{pmatrix}
There is no solution. ;; 所以方程无解。 ;; 因此原方程没有实数解。 ;; Answer: no real solutions ~ \emptyset
所以三角形的面积为 $S=\frac{1}{2}ab\sin C=\frac{3\sqrt3}{2}$。 !~ \frac12
$\int_0^1 x^2 dx = \frac13$ ;; Thus our answer is $\frac{1}{4}+\frac{1}{12}=\frac{1}{3}$. ~ \frac13
Then $P(A \cap B) = \frac12 \cdot \frac13 = \frac16$. ~ \frac16
所以 $\tan\alpha=\frac{3}{4}$。 ~ \frac34
【答案】$\frac{1}{2}$⏎【解析】由题意，概率为 $\frac{3}{6}=\frac12$。 ~ \frac{1}{2}
【答案】$\frac{1}{2}$ !~ \frac{1}{3}
$P = \dfrac{C_4^2}{C_6^2} = \dfrac{6}{15} = \dfrac{2}{5}$ ;; 所以 $P=\frac{C_4^2}{C_6^2}=\frac{6}{15}=\frac{2}{5}$． ~ \frac{2}{5}
所以三角形的面积为 $S=\frac{1}{2}ab\sin C=\frac{3\sqrt3}{2}$。 ~ \frac{3\sqrt3}{2}
So the probability that both are red is $\dfrac{3}{5}\cdot\dfrac{2}{4}=\dfrac{3}{10}$. ~ \frac{3}{10}
So the probability that both are red is $\dfrac{3}{5}\cdot\dfrac{2}{4}=\dfrac{3}{10}$. !~ \frac{3}{5}
Thus the probability is $\frac{3}{8} = 0.375 = 37.5\%$. ~ \frac{3}{8}
Therefore, our desired answer is $\frac{9}{4}\pi$. ~ \frac{9\pi}{4}
Thus the required area is $\dfrac{9\sqrt{3}}{4}$ square units. ~ \frac{9\sqrt3}{4}
所以 $f(x)$ 的最大值为 $\sqrt{2}$，此时 $x=\frac{\pi}{4}$。 !~ \frac{\pi}{4}
The expression simplifies to $\frac{x+1}{x-2}$. ~ \frac{x+1}{x-2}
The inverse function is $f^{-1}(x) = \frac{x-1}{2}$. ~ \frac{x-1}{2}
椭圆的方程为 $\frac{x^2}{4}+y^2=1$． ~ \frac{x^2}{4}+y^2=1
The solution is all real numbers. ~ \mathbb{R}
函数 f(x) 的最小正周期为 π。 ~ \pi
Consequently $|AB|=\sqrt{10}$. ~ \sqrt{10}
$|\vec{a}+\vec{b}| = \sqrt{13}$ ~ \sqrt{13}
所以 $f(x)$ 的最大值为 $\sqrt{2}$，此时 $x=\frac{\pi}{4}$。 ~ \sqrt{2}
The distance is $\sqrt{34} \approx 5.83$ km. ~ \sqrt{34}
$|z| = \sqrt5$ ~ \sqrt{5}
Answer: {1, 2, 3} ~ \{1,2,3\}
$A \cap B = \{1,2\}$ ~ \{1,2\}
$\complement_U A = \{1, 5\}$ ~ \{1,5\}
(1) $a=2$；(2) $b=3$ ~ a=2, b=3
所以 $a$ 的取值范围是 $(2, +\infty)$. ~ a>2
∴a的取值范围为a>3． ~ a>3
综上，$a$ 的取值范围为 $a\le 1$． ~ a\le 1
所以数列 $\{a_n\}$ 的通项公式为 $a_n = 2n-1$。 ~ a_n=2n-1
Hence the series converges. !~ diverges
The limit does not exist. ~ does not exist
It can be shown that the limit equals $e$. ~ e
Therefore, the statement is false. ~ false
There are infinitely many solutions. ~ infinitely many
The triangle is isosceles. ~ isosceles
Hence $n \equiv 3 \pmod 5$. ~ n\equiv 3\pmod 5
$S_n = n^2 + n$ ~ n^2+n
Since $x=3$ makes the denominator zero, there is no solution. ~ no solution
The graph is a parabola. ~ parabola
The vertex is $(2,-3)$ and the axis is $x=2$. !~ x=2
The axis of symmetry is x = 2. ~ x=2
(a) $x = 3$⏎(b) $y = 4$ ~ x=3, y=4
The solution is (x, y) = (3, 5). ~ x=3, y=5
The inequality holds for $x > 3$. ~ x>3
Answer: (-∞, 2] ~ x\le 2
The expression factors as $(x-1)(x+2)$. ~ x^2+x-2
The expansion is x^2 + x - 6. ~ x^2+x-6
The simplified expression is: $x^2 - 4$ ~ x^2-4
| x | y |⏎|---|---|⏎| 1 | 2 |⏎| 2 | 4 |⏎⏎So y = 2x. ~ y=2x
The equation of the line is y = 2x + 1. ;; 所以直线方程为 $y=2x+1$。 ;; So the line is $2x-y+1=0$. ~ y=2x+1
切线方程为 y=2x-1. ~ y=2x-1
Yes, the statement is true. ~ yes
故答案为：①③． !~ ①②
正确的说法是①③。 ;; 其中正确结论的序号是①③。 ;; 故答案为：①③． ~ ①③
答：够。 !~ 不够
所以极限不存在。 ~ 不存在
Therefore, the equation has no real solutions. ;; 经检验，$x=3$ 是增根，原方程无解。 ~ 无解
今天是星期三。 ~ 星期三
答：不能。 !~ 能
答：能。 ~ 能
所以这个说法是错误的。 ~ 错误
""")
"""How responses end: negations and bounds, checks, courtesies, roundings, chains, corrections, parts, units outside."""

RESPONSES = _CLASSIC + ENDINGS + STATED + SECTIONS
